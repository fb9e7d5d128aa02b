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
    <name>wording</name>
    <message numerus="yes">
      <source>%Ln contact(s)</source>
      <translation>
        <numerusform>%Ln contact</numerusform>
        <numerusform>%Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln contact(s) larger than 8 MB</source>
      <translation>
        <numerusform>%Ln contact larger than 8 MB</numerusform>
        <numerusform>%Ln contacts larger than 8 MB</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln match(es) in {}</source>
      <translation>
        <numerusform>%Ln match in {}</numerusform>
        <numerusform>%Ln matches in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln request(s)</source>
      <translation>
        <numerusform>%Ln request</numerusform>
        <numerusform>%Ln requests</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln+ match(es) in {}</source>
      <translation>
        <numerusform>%Ln+ match in {}</numerusform>
        <numerusform>%Ln+ matches in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Refreshed: %Ln change(s) since {time}</source>
      <translation>
        <numerusform>Refreshed: %Ln change since {time}</numerusform>
        <numerusform>Refreshed: %Ln changes since {time}</numerusform>
      </translation>
    </message>
  </context>
</TS>
