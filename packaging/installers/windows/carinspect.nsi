; CarInspect for one user of a Windows PC; no administrator is needed.
;   makensis -INPUTCHARSET UTF8 -DVERSION=... -DPAYLOAD=folder -DOUTPUT=setup.exe -DLISTS=folder
;            -DSIZE_KB=... -DICON=carinspect.ico -DLICENSE_FILE=LICENSE [-DAMD64] carinspect.nsi
; Silent: setup.exe /S [/LANG=1042] [/D=C:\folder]; uninstall.exe /S.
; The uninstaller removes what was installed and nothing else: records, models, photos and settings
; lie in %LOCALAPPDATA%\carinspect and stay.

Unicode true
!ifdef AMD64
  Target amd64-unicode
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define PROGRAM "CarInspect"
!define WINDOW_EXE "carinspect-window.exe"
!define CONSOLE_EXE "carinspect.exe"
!define CLASS "CarInspect.Photo"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CarInspect"
!define CAPABILITIES "Software\CarInspect\Capabilities"

Name "${PROGRAM} ${VERSION}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\CarInspect"
InstallDirRegKey HKCU "Software\CarInspect" "Folder"
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText " "
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${PROGRAM}"
VIAddVersionKey /LANG=0 "FileDescription" "${PROGRAM} setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "The carinspect team, Apache License 2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW_EXE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE_FILE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Korean"

LangString ProgramPart ${LANG_ENGLISH} "The program"
LangString ProgramPart ${LANG_KOREAN} "프로그램"
LangString PhotosPart ${LANG_ENGLISH} "Offer CarInspect under “Open with” for photos"
LangString PhotosPart ${LANG_KOREAN} "사진의 “연결 프로그램”에 CarInspect 추가"
LangString DesktopPart ${LANG_ENGLISH} "Shortcut on the desktop"
LangString DesktopPart ${LANG_KOREAN} "바탕 화면에 바로 가기"
LangString About ${LANG_ENGLISH} "Inspects photos of returned rental cars for damage"
LangString About ${LANG_KOREAN} "반납된 렌터카의 사진에서 손상을 찾습니다"
LangString PhotoKind ${LANG_ENGLISH} "Photo"
LangString PhotoKind ${LANG_KOREAN} "사진"
LangString Running ${LANG_ENGLISH} "CarInspect is running. Close it and try again."
LangString Running ${LANG_KOREAN} "CarInspect가 실행 중입니다. 닫은 뒤 다시 시도하세요."
LangString NotEmpty ${LANG_ENGLISH} "$INSTDIR holds other files. Choose an empty folder."
LangString NotEmpty ${LANG_KOREAN} "$INSTDIR 에 다른 파일이 있습니다. 빈 폴더를 고르세요."
LangString NoWindow ${LANG_ENGLISH} "Windows 10 or later, 64 bits, is needed."
LangString NoWindow ${LANG_KOREAN} "64비트 Windows 10 이상이 필요합니다."

!macro Refuse text
  IfSilent +2
  MessageBox MB_ICONEXCLAMATION|MB_OK "${text}"
  SetErrorLevel 2
  Abort
!macroend

; A program that runs cannot be overwritten: try to write to it before anything is touched.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\${WINDOW_EXE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${WINDOW_EXE}" a
    ${If} ${Errors}
      !insertmacro Refuse "$(Running)"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section "$(ProgramPart)" SectionProgram
  SectionIn RO
  !insertmacro RefuseWhileRunning
  ; Files that an earlier version had and this one has not.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  ${ElseIf} ${FileExists} "$INSTDIR\*.*"
    ${DirState} "$INSTDIR" $0
    ${If} $0 == 1
      !insertmacro Refuse "$(NotEmpty)"
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\CarInspect.lnk" "$INSTDIR\${WINDOW_EXE}" "" "" 0 SW_SHOWNORMAL "" "$(About)"
  WriteRegStr HKCU "Software\CarInspect" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW_EXE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The carinspect team"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

!macro OfferFor suffix
  WriteRegStr HKCU "Software\Classes\${suffix}\OpenWithProgids" "${CLASS}" ""
  WriteRegStr HKCU "Software\Classes\Applications\${WINDOW_EXE}\SupportedTypes" "${suffix}" ""
  WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" "${suffix}" "${CLASS}"
!macroend

!macro WithdrawFrom suffix
  DeleteRegValue HKCU "Software\Classes\${suffix}\OpenWithProgids" "${CLASS}"
!macroend

!macro ForEachPhotoType macro
  !insertmacro ${macro} ".jpg"
  !insertmacro ${macro} ".jpeg"
  !insertmacro ${macro} ".png"
  !insertmacro ${macro} ".webp"
  !insertmacro ${macro} ".heic"
  !insertmacro ${macro} ".heif"
  !insertmacro ${macro} ".avif"
  !insertmacro ${macro} ".bmp"
  !insertmacro ${macro} ".gif"
  !insertmacro ${macro} ".tif"
  !insertmacro ${macro} ".tiff"
!macroend

; Offered among the programs, never made the one that opens photos.
Section "$(PhotosPart)" SectionPhotos
  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "$(PhotoKind)"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\${WINDOW_EXE},0"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${WINDOW_EXE}" "%1"'
  WriteRegStr HKCU "Software\Classes\Applications\${WINDOW_EXE}" "FriendlyAppName" "${PROGRAM}"
  WriteRegStr HKCU "Software\Classes\Applications\${WINDOW_EXE}\shell\open\command" "" '"$INSTDIR\${WINDOW_EXE}" "%1"'
  WriteRegStr HKCU "Software\Classes\Directory\shell\CarInspect" "" "${PROGRAM}"
  WriteRegStr HKCU "Software\Classes\Directory\shell\CarInspect" "Icon" "$INSTDIR\${WINDOW_EXE}"
  WriteRegStr HKCU "Software\Classes\Directory\shell\CarInspect\command" "" '"$INSTDIR\${WINDOW_EXE}" "%1"'
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "${PROGRAM}"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "$(About)"
  WriteRegStr HKCU "Software\RegisteredApplications" "CarInspect" "${CAPABILITIES}"
  !insertmacro ForEachPhotoType OfferFor
  ${RefreshShellIcons}
SectionEnd

Section /o "$(DesktopPart)" SectionDesktop
  CreateShortCut "$DESKTOP\CarInspect.lnk" "$INSTDIR\${WINDOW_EXE}"
SectionEnd

Section "Uninstall"
  !insertmacro RefuseWhileRunning
  ; One line a file and a folder of the payload, written when the setup was made.
  !include "${LISTS}\uninstall.nsh"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\CarInspect.lnk"
  Delete "$DESKTOP\CarInspect.lnk"
  !insertmacro ForEachPhotoType WithdrawFrom
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  DeleteRegKey HKCU "Software\Classes\Applications\${WINDOW_EXE}"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\CarInspect"
  DeleteRegValue HKCU "Software\RegisteredApplications" "CarInspect"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\CarInspect"
  ${RefreshShellIcons}
SectionEnd

Function .onInit
  !ifndef AMD64
    ; 64-bit Windows tells 32-bit programs so in this variable.
    ReadEnvStr $0 "PROCESSOR_ARCHITEW6432"
    ${If} $0 == ""
      !insertmacro Refuse "$(NoWindow)"
    ${EndIf}
  !endif
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/LANG=" $2
  ${IfNot} ${Errors}
    StrCpy $LANGUAGE $2
  ${EndIf}
FunctionEnd
