; Stands in for the program where the setup is tested: writes down how it was called.
Unicode true
Target amd64-unicode
Name "stub"
OutFile "${OUTPUT}"
SilentInstall silent
RequestExecutionLevel user
!include "FileFunc.nsh"
Section
  ${GetParameters} $0
  FileOpen $1 "$TEMP\carinspect-stub.txt" w
  FileWriteUTF16LE $1 "$0"
  FileClose $1
SectionEnd
