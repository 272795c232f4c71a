# | Changes that cure findings of mxproof in fixtures/rules/spf/missing-microsoft/bad-no-include.yaml
# | Exchange Online: run it after Connect-ExchangeOnline.
# | Exchange Server: run it with -OnPremises in the Exchange Management Shell.
# | With -WhatIf it changes nothing and shows what it would do. It ends at the first command that fails.
#
# | No command does the following:
# | 1. Change TXT of contoso.com in DNS; see dns.zone.diff.
[CmdletBinding()]
param(
    [switch] $OnPremises,
    [switch] $WhatIf
)

if (-not $OnPremises) {
    Write-Host 'Nothing to change on this side.'
} else {
    Write-Host 'Nothing to change on this side.'
}
