@echo off
rem Runs a Tenon sample on a JDK 25 or newer, wherever that is installed: JAVA_HOME, the usual folders, or java on the path.
rem TENON_JAVA_OPTS holds further flags for the JVM.
setlocal
set "java="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%r in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do (
    if exist %%r for /d %%h in ("%%~r\*") do call :consider "%%h"
)
if not defined java for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
if not defined java (
    echo tenon: no JDK 25 or newer found; install one ^(https://adoptium.net^) or set JAVA_HOME to it 1>&2
    exit /b 1
)
rem A small young generation stays in the processor's cache; where it may grow, it grows to gigabytes while the JVM warms up.
set "collector=-XX:+UseSerialGC"
set "heap=-Xms64m -Xmn32m"
if defined TENON_JAVA_OPTS if not "%TENON_JAVA_OPTS%"=="%TENON_JAVA_OPTS:GC=%" set "collector="
if defined TENON_JAVA_OPTS if not "%TENON_JAVA_OPTS%"=="%TENON_JAVA_OPTS:-Xm=%" set "heap="
"%java%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders %collector% %heap% %TENON_JAVA_OPTS% -cp "%~dp0@jar@;%~dp0lib\*" dev.tenon.samples.Launcher %*
exit /b %errorlevel%

rem Takes the JDK in folder %1, if none is taken yet and its release file says 25 or newer.
:consider
if defined java exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do call :take "%~1" %%v
exit /b 0

:take
set "version=%2"
set "version=%version:"=%"
if %version% geq 25 set "java=%~1\bin\java.exe"
exit /b 0
