/** Shells whose completion there is. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

// The library has scripts of its own. They evaluate what was typed so far, all of it or some: a `$(…)` in it would
// run at a press of the tab key. Ours hand it over as it is. Each line that comes back is a suggestion, a tab and
// what it is; the last one is for the library's scripts alone.

const BASH = `# bash completion for flaghook
_flaghook() {
  local IFS=$'\\n'
  COMPREPLY=($(flaghook complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1 | grep -v '^:[0-9]*$'))
}
complete -o default -F _flaghook flaghook
`;

const ZSH = `#compdef flaghook
# zsh completion for flaghook
_flaghook() {
  local line
  local -a found
  for line in "\${(@f)$(flaghook complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line && $line != :<-> ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#found )); then _describe flaghook found; else _files; fi
}
if [[ $funcstack[1] == _flaghook ]]; then
  _flaghook "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _flaghook flaghook
fi
`;

const FISH = `# fish completion for flaghook
function __flaghook_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l found (flaghook complete -- $words[2..-1] "$typed" 2>/dev/null | string match -v -r '^(:\\d+)?$')
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path "$typed"
    end
end
complete -c flaghook -e
complete -c flaghook -f -a '(__flaghook_complete)'
`;

// A space stands for the word that is not begun yet: older versions drop an empty argument.
const POWERSHELL = `# PowerShell completion for flaghook
Register-ArgumentCompleter -Native -CommandName flaghook -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object {
        $_.Extent.StartOffset -lt $cursorPosition
    } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    if ($wordToComplete -eq '') { $words += ' ' }
    flaghook complete '--' @words 2>$null | Where-Object { $_ -and $_ -notmatch '^:\\d+$' } | ForEach-Object {
        $name, $what = $_ -split "\`t", 2
        if (-not $what) { $what = $name }
        [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $what)
    }
}
`;

/** The script of each shell. None evaluates what was typed. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
