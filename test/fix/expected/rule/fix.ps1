# | Changes that cure findings of mxproof in fixtures/rules/rule/internal-bypass/bad-everybody-inside.yaml
# | Exchange Online: run it after Connect-ExchangeOnline.
# | Exchange Server: run it with -OnPremises in the Exchange Management Shell.
# | With -WhatIf it changes nothing and shows what it would do. It ends at the first command that fails.
[CmdletBinding()]
param(
    [switch] $OnPremises,
    [switch] $WhatIf
)

if (-not $OnPremises) {
    # | 1. Disable the rule Own mail
    # | rule/internal-bypass: The rule Own mail sets the SCL of all mail of own senders to -1, as for
    # | anna@contoso.com.
    Disable-TransportRule -Identity 'Own mail' -WhatIf:$WhatIf -ErrorAction Stop
} else {
    Write-Host 'Nothing to change on this side.'
}
