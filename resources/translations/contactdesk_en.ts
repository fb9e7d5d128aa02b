<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>StatusBar</name>
    <message numerus="yes">
      <source>Loading %Ln account(s)</source>
      <translation>
        <numerusform>Loading %Ln account</numerusform>
        <numerusform>Loading %Ln accounts</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>key_test</name>
    <message numerus="yes">
      <source>Key accepted: %Ln contact(s)</source>
      <translation>
        <numerusform>Key accepted: %Ln contact</numerusform>
        <numerusform>Key accepted: %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The key was not tested. Try again in %Ln second(s).</source>
      <translation>
        <numerusform>The key was not tested. Try again in %Ln second.</numerusform>
        <numerusform>The key was not tested. Try again in %Ln seconds.</numerusform>
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
