<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>AccountCommands</name>
    <message numerus="yes">
      <source>The key and %Ln downloaded contact(s) will be deleted from this computer, with your notes, tags and links on them. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</source>
      <translation>
        <numerusform>The key and %Ln downloaded contact will be deleted from this computer, with your notes, tags and links on them. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</numerusform>
        <numerusform>The key and %Ln downloaded contacts will be deleted from this computer, with your notes, tags and links on them. Recent searches and the text in the search field are cleared; saved searches stay. Nothing changes at the vendor.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>AlsoIn</name>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
  </context>
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
    <name>BlockRenderer</name>
    <message numerus="yes">
      <source>Save all %Ln character(s)…</source>
      <translation>
        <numerusform>Save all %Ln character…</numerusform>
        <numerusform>Save all %Ln characters…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show all %Ln character(s)</source>
      <translation>
        <numerusform>Show all %Ln character</numerusform>
        <numerusform>Show all %Ln characters</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ChangeActions</name>
    <message numerus="yes">
      <source>%Ln change(s) marked as read · {keys} to undo</source>
      <translation>
        <numerusform>%Ln change marked as read · {keys} to undo</numerusform>
        <numerusform>%Ln changes marked as read · {keys} to undo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Copied %Ln change(s)</source>
      <translation>
        <numerusform>Copied %Ln change</numerusform>
        <numerusform>Copied %Ln changes</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ContactPoint</name>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message numerus="yes">
      <source>%Ln cell(s) too long for a spreadsheet were cut</source>
      <translation>
        <numerusform>%Ln cell too long for a spreadsheet were cut</numerusform>
        <numerusform>%Ln cells too long for a spreadsheet were cut</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>DocumentBuilder</name>
    <message numerus="yes">
      <source>Show all %Ln</source>
      <translation>
        <numerusform>Show all %Ln</numerusform>
        <numerusform>Show all %Ln</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Finding</name>
    <message numerus="yes">
      <source>%Ln match(es)</source>
      <translation>
        <numerusform>%Ln match</numerusform>
        <numerusform>%Ln matches</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ItemActions</name>
    <message numerus="yes">
      <source>%Ln item(s) done · {keys} to undo</source>
      <translation>
        <numerusform>%Ln item done · {keys} to undo</numerusform>
        <numerusform>%Ln items done · {keys} to undo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln item(s) open again</source>
      <translation>
        <numerusform>%Ln item open again</numerusform>
        <numerusform>%Ln items open again</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln item(s) snoozed until {day} · {keys} to undo</source>
      <translation>
        <numerusform>%Ln item snoozed until {day} · {keys} to undo</numerusform>
        <numerusform>%Ln items snoozed until {day} · {keys} to undo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Copied %Ln item(s)</source>
      <translation>
        <numerusform>Copied %Ln item</numerusform>
        <numerusform>Copied %Ln items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>mark %Ln item(s) as done</source>
      <translation>
        <numerusform>mark %Ln item as done</numerusform>
        <numerusform>mark %Ln items as done</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>open %Ln item(s) again</source>
      <translation>
        <numerusform>open %Ln item again</numerusform>
        <numerusform>open %Ln items again</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>snooze %Ln item(s)</source>
      <translation>
        <numerusform>snooze %Ln item</numerusform>
        <numerusform>snooze %Ln items</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>KeptChanges</name>
    <message numerus="yes">
      <source>%Ln change(s) and their old records will be deleted now.</source>
      <translation>
        <numerusform>%Ln change and their old records will be deleted now.</numerusform>
        <numerusform>%Ln changes and their old records will be deleted now.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln day(s)</source>
      <translation>
        <numerusform>%Ln day</numerusform>
        <numerusform>%Ln days</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Delete changes older than %Ln day(s)?</source>
      <translation>
        <numerusform>Delete changes older than %Ln day?</numerusform>
        <numerusform>Delete changes older than %Ln days?</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ListField</name>
    <message numerus="yes">
      <source>At most %Ln value(s) can be requested at a time; you entered {count}. Remove some.</source>
      <translation>
        <numerusform>At most %Ln value can be requested at a time; you entered {count}. Remove some.</numerusform>
        <numerusform>At most %Ln values can be requested at a time; you entered {count}. Remove some.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LoadCommands</name>
    <message numerus="yes">
      <source>Every %Ln minute(s)</source>
      <translation>
        <numerusform>Every %Ln minute</numerusform>
        <numerusform>Every %Ln minutes</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>MatchedLine</name>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>MaybeSame</name>
    <message numerus="yes">
      <source>and %Ln more; “Link as one person” lists them</source>
      <translation>
        <numerusform>and %Ln more; “Link as one person” lists them</numerusform>
        <numerusform>and %Ln more; “Link as one person” lists them</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Session</name>
    <message numerus="yes">
      <source>%Ln more match(es)</source>
      <translation>
        <numerusform>%Ln more match</numerusform>
        <numerusform>%Ln more matches</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>SnoozeDialog</name>
    <message numerus="yes">
      <source>%Ln item(s) are hidden until the day you choose.</source>
      <translation>
        <numerusform>%Ln item are hidden until the day you choose.</numerusform>
        <numerusform>%Ln items are hidden until the day you choose.</numerusform>
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
    <name>TimelineFilters</name>
    <message numerus="yes">
      <source>%Ln event(s)</source>
      <translation>
        <numerusform>%Ln event</numerusform>
        <numerusform>%Ln events</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln message(s) or item(s) without a time aren't shown.</source>
      <translation>
        <numerusform>%Ln message or item without a time aren't shown.</numerusform>
        <numerusform>%Ln messages or items without a time aren't shown.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln without a time</source>
      <translation>
        <numerusform>%Ln without a time</numerusform>
        <numerusform>%Ln without a time</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{shown} of %Ln event(s)</source>
      <translation>
        <numerusform>{shown} of %Ln event</numerusform>
        <numerusform>{shown} of %Ln events</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ages</name>
    <message numerus="yes">
      <source>%Ln d</source>
      <translation>
        <numerusform>%Ln d</numerusform>
        <numerusform>%Ln d</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln mo</source>
      <translation>
        <numerusform>%Ln mo</numerusform>
        <numerusform>%Ln mo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln y</source>
      <translation>
        <numerusform>%Ln y</numerusform>
        <numerusform>%Ln y</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>changes</name>
    <message numerus="yes">
      <source>%Ln change(s)</source>
      <translation>
        <numerusform>%Ln change</numerusform>
        <numerusform>%Ln changes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln matching change(s)</source>
      <translation>
        <numerusform>%Ln matching change</numerusform>
        <numerusform>%Ln matching changes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln unread</source>
      <translation>
        <numerusform>%Ln unread</numerusform>
        <numerusform>%Ln unread</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>They are deleted after %Ln day(s).</source>
      <translation>
        <numerusform>They are deleted after %Ln day.</numerusform>
        <numerusform>They are deleted after %Ln days.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>changes_export</name>
    <message numerus="yes">
      <source>%Ln change(s) written to {}</source>
      <translation>
        <numerusform>%Ln change written to {}</numerusform>
        <numerusform>%Ln changes written to {}</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>details</name>
    <message numerus="yes">
      <source>%Ln open item(s)</source>
      <translation>
        <numerusform>%Ln open item</numerusform>
        <numerusform>%Ln open items</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>filters</name>
    <message numerus="yes">
      <source>Longer than %Ln character(s): {text}</source>
      <translation>
        <numerusform>Longer than %Ln character: {text}</numerusform>
        <numerusform>Longer than %Ln characters: {text}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{label}: {values} and %Ln more</source>
      <translation>
        <numerusform>{label}: {values} and %Ln more</numerusform>
        <numerusform>{label}: {values} and %Ln more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>items_export</name>
    <message numerus="yes">
      <source>%Ln open item(s) written to {}</source>
      <translation>
        <numerusform>%Ln open item written to {}</numerusform>
        <numerusform>%Ln open items written to {}</numerusform>
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
    <name>memories</name>
    <message numerus="yes">
      <source>%Ln agent(s)</source>
      <translation>
        <numerusform>%Ln agent</numerusform>
        <numerusform>%Ln agents</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln agreed</source>
      <translation>
        <numerusform>%Ln agreed</numerusform>
        <numerusform>%Ln agreed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln character(s)</source>
      <translation>
        <numerusform>%Ln character</numerusform>
        <numerusform>%Ln characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln day(s) later</source>
      <translation>
        <numerusform>%Ln day later</numerusform>
        <numerusform>%Ln days later</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln hour(s) later</source>
      <translation>
        <numerusform>%Ln hour later</numerusform>
        <numerusform>%Ln hours later</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show %Ln newer</source>
      <translation>
        <numerusform>Show %Ln newer</numerusform>
        <numerusform>Show %Ln newer</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show %Ln older</source>
      <translation>
        <numerusform>Show %Ln older</numerusform>
        <numerusform>Show %Ln older</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show all %Ln</source>
      <translation>
        <numerusform>Show all %Ln</numerusform>
        <numerusform>Show all %Ln</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show all %Ln character(s)</source>
      <translation>
        <numerusform>Show all %Ln character</numerusform>
        <numerusform>Show all %Ln characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>of %Ln earlier message(s)</source>
      <translation>
        <numerusform>of %Ln earlier message</numerusform>
        <numerusform>of %Ln earlier messages</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>• %Ln known to one agent</source>
      <translation>
        <numerusform>• %Ln known to one agent</numerusform>
        <numerusform>• %Ln known to one agent</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>≠ %Ln different</source>
      <translation>
        <numerusform>≠ %Ln different</numerusform>
        <numerusform>≠ %Ln different</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>memory_rows</name>
    <message numerus="yes">
      <source>%Ln agent(s)</source>
      <translation>
        <numerusform>%Ln agent</numerusform>
        <numerusform>%Ln agents</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln differing fact(s)</source>
      <translation>
        <numerusform>%Ln differing fact</numerusform>
        <numerusform>%Ln differing facts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln match(es)</source>
      <translation>
        <numerusform>%Ln match</numerusform>
        <numerusform>%Ln matches</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln message(s)</source>
      <translation>
        <numerusform>%Ln message</numerusform>
        <numerusform>%Ln messages</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln open item(s)</source>
      <translation>
        <numerusform>%Ln open item</numerusform>
        <numerusform>%Ln open items</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>people</name>
    <message numerus="yes">
      <source>%Ln contact(s) loaded so far</source>
      <translation>
        <numerusform>%Ln contact loaded so far</numerusform>
        <numerusform>%Ln contacts loaded so far</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln matching person(people) in {}</source>
      <translation>
        <numerusform>%Ln matching person in {}</numerusform>
        <numerusform>%Ln matching people in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln person(people) in {}</source>
      <translation>
        <numerusform>%Ln person in {}</numerusform>
        <numerusform>%Ln people in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln+ matching person(people) in {}</source>
      <translation>
        <numerusform>%Ln+ matching person in {}</numerusform>
        <numerusform>%Ln+ matching people in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln+ person(people) in {}</source>
      <translation>
        <numerusform>%Ln+ person in {}</numerusform>
        <numerusform>%Ln+ people in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln contact(s)</source>
      <translation>
        <numerusform>in %Ln contact</numerusform>
        <numerusform>in %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln loaded contact(s)</source>
      <translation>
        <numerusform>in %Ln loaded contact</numerusform>
        <numerusform>in %Ln loaded contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in {loaded} of %Ln contact(s)</source>
      <translation>
        <numerusform>in {loaded} of %Ln contact</numerusform>
        <numerusform>in {loaded} of %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{loaded} of %Ln contact(s) loaded so far</source>
      <translation>
        <numerusform>{loaded} of %Ln contact loaded so far</numerusform>
        <numerusform>{loaded} of %Ln contacts loaded so far</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>person</name>
    <message numerus="yes">
      <source>Differences in %Ln field(s):</source>
      <translation>
        <numerusform>Differences in %Ln field:</numerusform>
        <numerusform>Differences in %Ln fields:</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %Ln more</source>
      <translation>
        <numerusform>and %Ln more</numerusform>
        <numerusform>and %Ln more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>the first %Ln are shown</source>
      <translation>
        <numerusform>the first %Ln are shown</numerusform>
        <numerusform>the first %Ln are shown</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{contacts} at %Ln vendor(s)</source>
      <translation>
        <numerusform>{contacts} at %Ln vendor</numerusform>
        <numerusform>{contacts} at %Ln vendors</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>personas</name>
    <message numerus="yes">
      <source>%Ln people</source>
      <translation>
        <numerusform>%Ln people</numerusform>
        <numerusform>%Ln people</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln people with “{fact}”</source>
      <translation>
        <numerusform>%Ln people with “{fact}”</numerusform>
        <numerusform>%Ln people with “{fact}”</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln persona(s) and agent number(s)</source>
      <translation>
        <numerusform>%Ln persona and agent number</numerusform>
        <numerusform>%Ln personas and agent numbers</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No persona remembers any of %Ln contact(s)</source>
      <translation>
        <numerusform>No persona remembers any of %Ln contact</numerusform>
        <numerusform>No persona remembers any of %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No persona remembers any of the %Ln contact(s) loaded so far</source>
      <translation>
        <numerusform>No persona remembers any of the %Ln contact loaded so far</numerusform>
        <numerusform>No persona remembers any of the %Ln contacts loaded so far</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>query_words</name>
    <message numerus="yes">
      <source>{place} (%Ln match(es))</source>
      <translation>
        <numerusform>{place} (%Ln match)</numerusform>
        <numerusform>{place} (%Ln matches)</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>saved_counts</name>
    <message numerus="yes">
      <source>%Ln fewer since you last looked, {moment}</source>
      <translation>
        <numerusform>%Ln fewer since you last looked, {moment}</numerusform>
        <numerusform>%Ln fewer since you last looked, {moment}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln match(es)</source>
      <translation>
        <numerusform>%Ln match</numerusform>
        <numerusform>%Ln matches</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln matching person(people)</source>
      <translation>
        <numerusform>%Ln matching person</numerusform>
        <numerusform>%Ln matching people</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln more since you last looked, {moment}</source>
      <translation>
        <numerusform>%Ln more since you last looked, {moment}</numerusform>
        <numerusform>%Ln more since you last looked, {moment}</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>value_words</name>
    <message numerus="yes">
      <source>%Ln day(s) ago</source>
      <translation>
        <numerusform>%Ln day ago</numerusform>
        <numerusform>%Ln days ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln hour(s) ago</source>
      <translation>
        <numerusform>%Ln hour ago</numerusform>
        <numerusform>%Ln hours ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln minute(s) ago</source>
      <translation>
        <numerusform>%Ln minute ago</numerusform>
        <numerusform>%Ln minutes ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln month(s) ago</source>
      <translation>
        <numerusform>%Ln month ago</numerusform>
        <numerusform>%Ln months ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln week(s) ago</source>
      <translation>
        <numerusform>%Ln week ago</numerusform>
        <numerusform>%Ln weeks ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln year(s) ago</source>
      <translation>
        <numerusform>%Ln year ago</numerusform>
        <numerusform>%Ln years ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln day(s)</source>
      <translation>
        <numerusform>in %Ln day</numerusform>
        <numerusform>in %Ln days</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln hour(s)</source>
      <translation>
        <numerusform>in %Ln hour</numerusform>
        <numerusform>in %Ln hours</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln minute(s)</source>
      <translation>
        <numerusform>in %Ln minute</numerusform>
        <numerusform>in %Ln minutes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln month(s)</source>
      <translation>
        <numerusform>in %Ln month</numerusform>
        <numerusform>in %Ln months</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln week(s)</source>
      <translation>
        <numerusform>in %Ln week</numerusform>
        <numerusform>in %Ln weeks</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln year(s)</source>
      <translation>
        <numerusform>in %Ln year</numerusform>
        <numerusform>in %Ln years</numerusform>
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
      <source>%Ln page(s)</source>
      <translation>
        <numerusform>%Ln page</numerusform>
        <numerusform>%Ln pages</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln person(people)</source>
      <translation>
        <numerusform>%Ln person</numerusform>
        <numerusform>%Ln people</numerusform>
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
      <source>%Ln+ match(es) in {}</source>
      <translation>
        <numerusform>%Ln+ match in {}</numerusform>
        <numerusform>%Ln+ matches in {}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Asking %Ln vendor(s) for more…</source>
      <translation>
        <numerusform>Asking %Ln vendor for more…</numerusform>
        <numerusform>Asking %Ln vendors for more…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Asking {vendor} for %Ln more…</source>
      <translation>
        <numerusform>Asking {vendor} for %Ln more…</numerusform>
        <numerusform>Asking {vendor} for %Ln more…</numerusform>
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
      <source>deletions not checked in %Ln account(s)</source>
      <translation>
        <numerusform>deletions not checked in %Ln account</numerusform>
        <numerusform>deletions not checked in %Ln accounts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{loaded} of %Ln contact(s)</source>
      <translation>
        <numerusform>{loaded} of %Ln contact</numerusform>
        <numerusform>{loaded} of %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{vendor} reported %Ln contact(s); {count} came</source>
      <translation>
        <numerusform>{vendor} reported %Ln contact; {count} came</numerusform>
        <numerusform>{vendor} reported %Ln contacts; {count} came</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>worklist</name>
    <message numerus="yes">
      <source>%Ln done or snoozed</source>
      <translation>
        <numerusform>%Ln done or snoozed</numerusform>
        <numerusform>%Ln done or snoozed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln matching open item(s)</source>
      <translation>
        <numerusform>%Ln matching open item</numerusform>
        <numerusform>%Ln matching open items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln open item(s)</source>
      <translation>
        <numerusform>%Ln open item</numerusform>
        <numerusform>%Ln open items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No open items in %Ln contact(s)</source>
      <translation>
        <numerusform>No open items in %Ln contact</numerusform>
        <numerusform>No open items in %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>No open items in the %Ln contact(s) loaded so far</source>
      <translation>
        <numerusform>No open items in the %Ln contact loaded so far</numerusform>
        <numerusform>No open items in the %Ln contacts loaded so far</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln contact(s)</source>
      <translation>
        <numerusform>in %Ln contact</numerusform>
        <numerusform>in %Ln contacts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %Ln loaded contact(s)</source>
      <translation>
        <numerusform>in %Ln loaded contact</numerusform>
        <numerusform>in %Ln loaded contacts</numerusform>
      </translation>
    </message>
  </context>
</TS>
