# | Changes that cure findings of mxproof in fixtures/rules/filtering/enhanced-filtering-off/bad-off.yaml
# | Exchange Online: run it after Connect-ExchangeOnline.
# | Exchange Server: run it with -OnPremises in the Exchange Management Shell.
# | With -WhatIf it changes nothing and shows what it would do. It ends at the first command that fails.
[CmdletBinding()]
param(
    [switch] $OnPremises,
    [switch] $WhatIf
)

if (-not $OnPremises) {
    # | 1. Let From the filter skip the last address, that of the filter, when it looks for the sender
    # | filtering/enhanced-filtering-off: Exchange Online judges mail that comes through service:filter by 192.0.2.25,
    # | the address of the filter, and not by the sender's.
    Set-InboundConnector -Identity 'From the filter' -EFSkipLastIP $true -WhatIf:$WhatIf -ErrorAction Stop
} else {
    Write-Host 'Nothing to change on this side.'
}
