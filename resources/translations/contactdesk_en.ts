<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>BannerArea</name>
    <message numerus="yes">
      <source>%Ln more account(s) have problems – see the sidebar.</source>
      <translation>
        <numerusform>%Ln more account have problems – see the sidebar.</numerusform>
        <numerusform>%Ln more accounts have problems – see the sidebar.</numerusform>
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
      <source>%Ln account(s)</source>
      <translation>
        <numerusform>%Ln account</numerusform>
        <numerusform>%Ln accounts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln contact(s)</source>
      <translation>
        <numerusform>%Ln contact</numerusform>
        <numerusform>%Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln page(s)</source>
      <translation>
        <numerusform>%Ln page</numerusform>
        <numerusform>%Ln pages</numerusform>
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
      <source>%Ln request(s) left</source>
      <translation>
        <numerusform>%Ln request left</numerusform>
        <numerusform>%Ln requests left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No matches in %Ln contact(s)</source>
      <translation>
        <numerusform>No matches in %Ln contact</numerusform>
        <numerusform>No matches in %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No matches in %Ln filtered contact(s)</source>
      <translation>
        <numerusform>No matches in %Ln filtered contact</numerusform>
        <numerusform>No matches in %Ln filtered contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No matches in the %Ln contact(s) loaded so far</source>
      <translation>
        <numerusform>No matches in the %Ln contact loaded so far</numerusform>
        <numerusform>No matches in the %Ln contacts loaded so far</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{loaded} of %Ln contact(s)</source>
      <translation>
        <numerusform>{loaded} of %Ln contact</numerusform>
        <numerusform>{loaded} of %Ln contacts</numerusform>
      </translation>
    </message>
  </context>
</TS>
