<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>AccountCommands</name>
    <message numerus="yes">
      <source>The key and %Ln downloaded contact(s) will be deleted from this computer. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</source>
      <translation>
        <numerusform>The key and %Ln downloaded contact will be deleted from this computer. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</numerusform>
        <numerusform>The key and %Ln downloaded contacts will be deleted from this computer. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ListField</name>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>wording</name>
    <message numerus="yes">
      <source>%Ln contact(s)</source>
      <translation>
        <numerusform>%Ln contact</numerusform>
        <numerusform>%Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln request(s)</source>
      <translation>
        <numerusform>%Ln request</numerusform>
        <numerusform>%Ln requests</numerusform>
      </translation>
    </message>
  </context>
</TS>
