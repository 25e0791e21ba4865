# Starts a .NET function by its handler, as the bootstrap of AWS's images for .NET does: the assembly itself when the
# handler names an executable one, otherwise AWS's client (Amazon.Lambda.RuntimeSupport), which loads the class library.
# The exit codes are those of AWS's bootstrap. The folder of .NET is an argument, since a function may not choose another.

fail() {
  echo "$2" >&2
  exit "$1"
}

# The only file of the code with this ending, unless the named assembly has one.
file_of() {
  found=$LAMBDA_TASK_ROOT/$1.$2
  if [ ! -f "$found" ]; then
    set -- "$2" "$LAMBDA_TASK_ROOT"/*."$2"
    found=$2
    [ $# -eq 2 ] && [ -f "$found" ] || return 1
  fi
}

export DOTNET_ROOT="$1"
dotnet=$1/dotnet
client=$LAMBDA_RUNTIME_DIR/Amazon.Lambda.RuntimeSupport.dll
[ -n "$_HANDLER" ] || fail 103 "Error: No Lambda Handler function was specified."

case $_HANDLER in
*:*)
  assembly=${LAMBDA_DOTNET_MAIN_ASSEMBLY:-${_HANDLER%%:*}}
  assembly=${assembly%.dll}
  [ -f "$client" ] || fail 107 "Error: the handler $_HANDLER is that of a class library, and AWS's client, which loads it, is not on this machine: $client is missing. To change that: hearth runtimes install $LAMBDA_RUNTIME_NAME"
  file_of "$assembly" deps.json || fail 105 "Error: the code lacks the required $assembly.deps.json; publish it with dotnet publish or dotnet lambda package."
  dependencies=$found
  file_of "$assembly" runtimeconfig.json || fail 106 "Error: the code lacks the required $assembly.runtimeconfig.json; set GenerateRuntimeConfigurationFiles to true in the project."
  set -- "$dotnet" exec --depsfile "$dependencies" --runtimeconfig "$found" "$client" "$_HANDLER"
  ;;
*)
  program=$LAMBDA_TASK_ROOT/$_HANDLER
  if [ -f "${program%.dll}.dll" ]; then
    set -- "$dotnet" exec "${program%.dll}.dll"
  elif [ -f "$program" ]; then
    set -- "$program"
  else
    fail 104 "Error: executable assembly ${program%.dll}.dll or binary $program not found."
  fi
  ;;
esac

# .NET would size its heap by the memory of the machine, and be killed before it thought of collecting garbage. The number
# is hexadecimal; what is left is for code, threads and buffers.
if [ -z "$DOTNET_GCHeapHardLimit$DOTNET_GCHeapHardLimitPercent" ]; then
  DOTNET_GCHeapHardLimit=$(printf %x $((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100 * 1048576)))
  export DOTNET_GCHeapHardLimit
fi

# A wrapper script is given the command line that was worked out here, not that of this script.
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  [ -f "$AWS_LAMBDA_EXEC_WRAPPER" ] || fail 127 "$AWS_LAMBDA_EXEC_WRAPPER: does not exist"
  [ -x "$AWS_LAMBDA_EXEC_WRAPPER" ] || fail 126 "$AWS_LAMBDA_EXEC_WRAPPER: is not an executable"
  set -- "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
