; The installer for one person: no rights are asked for, nothing is written but below their own
; folders and HKEY_CURRENT_USER. `/S` is silent, `/FOLDER=` says where, `/LANG=1036|1033` in which
; language. The uninstaller keeps the person's data unless `/PURGE` is given, or they say so.
;
; Given by nsis.py: VERSION, STAGED, SIDE, OUTPUT, SIZE, generated.nsh (registry, files, words), and
; SIGN, the command that signs the uninstaller, where there is one.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

Name "Sceau"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Sceau"
InstallDirRegKey HKCU "Software\Sceau" "Folder"
SetDateSave off
ManifestDPIAware true
BrandingText "Sceau ${VERSION}"
VIProductVersion "${VERSION}.0"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sceau"
!define MUI_ICON "${STAGED}\sceau.ico"
!define MUI_UNICON "${STAGED}\sceau.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Sceau.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(finish)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "English"
!include "${GENERATED}"
VIAddVersionKey /LANG=${LANG_FRENCH} "ProductName" "Sceau"
VIAddVersionKey /LANG=${LANG_FRENCH} "FileDescription" "Sceau"
VIAddVersionKey /LANG=${LANG_FRENCH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_FRENCH} "LegalCopyright" "EUPL-1.2"

!macro ChooseLanguage
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/LANG=" $R1
  ${IfNot} ${Errors}
    StrCpy $LANGUAGE $R1
  ${EndIf}
!macroend

; Ends the running helper, its window and its icon, by its own pipe; waits until the programs it is made of
; can be replaced: it answers before it and its workers are gone, and what they hold would stay.
!macro StopSceau
  ${If} ${FileExists} "$INSTDIR\Sceau.exe"
    nsExec::Exec '"$INSTDIR\Sceau.exe" helper stop --icon'
    Pop $R0
    StrCpy $R1 0
    !insertmacro AwaitFree "$INSTDIR\Sceau.exe"
    !insertmacro AwaitFree "$INSTDIR\python\pythonw.exe"
    !insertmacro AwaitFree "$INSTDIR\python\python.exe"
  ${EndIf}
!macroend

; Nothing writes to a program that runs. Ten seconds for all of them together.
!macro AwaitFree FILE
  ${DoWhile} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $R2 "${FILE}" a
    ${IfNot} ${Errors}
      FileClose $R2
      ${ExitDo}
    ${EndIf}
    IntOp $R1 $R1 + 1
    ${If} $R1 > 40
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(running)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    Sleep 250
  ${Loop}
!macroend

Function .onInit
  !insertmacro ChooseLanguage
  ClearErrors
  ${GetOptions} $R0 "/FOLDER=" $R1
  ${IfNot} ${Errors}
    StrCpy $INSTDIR $R1
  ${EndIf}
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(only_64)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  SetRegView 64
  !insertmacro StopSceau
  ; What another version brought is taken away by that version's own list.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    DetailPrint "$(remove_first)"
    CopyFiles /SILENT "$INSTDIR\uninstall.exe" "$PLUGINSDIR\previous.exe"
    ExecWait '"$PLUGINSDIR\previous.exe" /S /UPGRADE _?=$INSTDIR'
  ${EndIf}
  ; First what takes the rest away: an installation that is cut can be removed, or done again.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\Sceau" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "Sceau"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "Publisher" "Sceau"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\Sceau.exe"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  ; Outlook may hold its shim: a file in use can be renamed, and goes at the next start.
  !insertmacro SetAside
  ClearErrors
  SetOverwrite try
  File /r "${STAGED}\*"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(not_written)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro WriteEntries
  CreateShortcut "$SMPROGRAMS\Sceau.lnk" "$INSTDIR\Sceau.exe" "" "$INSTDIR\Sceau.exe" 0 SW_SHOWNORMAL "" "$(description)"
  CreateShortcut "$SENDTO\$(send_to).lnk" "$INSTDIR\Sceau.exe" "seal --window" "$INSTDIR\Sceau.exe"
SectionEnd

Function un.onInit
  !insertmacro ChooseLanguage
FunctionEnd

Section un.Remove
  SetShellVarContext current
  SetRegView 64
  !insertmacro StopSceau
  !insertmacro RemoveEntries
  SetRegView 64
  Delete "$SMPROGRAMS\Sceau.lnk"
  !insertmacro RemoveSendTo
  !insertmacro SetAside
  !insertmacro RemoveFiles
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${If} ${Errors}
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKCU "${REMOVAL}"
    DeleteRegKey HKCU "Software\Sceau"
    ClearErrors
    ${GetOptions} $R0 "/PURGE" $R1
    ${If} ${Errors}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(keep_data)" /SD IDNO IDNO kept
    ${EndIf}
    RMDir /r "$LOCALAPPDATA\sceau"
    kept:
  ${EndIf}
SectionEnd
