# | Changes that cure findings of mxproof in fixtures/rules/routing/open-relay/bad-relay-for-the-internet.yaml
# | Exchange Online: run it after Connect-ExchangeOnline.
# | Exchange Server: run it with -OnPremises in the Exchange Management Shell.
# | With -WhatIf it changes nothing and shows what it would do. It ends at the first command that fails.
[CmdletBinding()]
param(
    [switch] $OnPremises,
    [switch] $WhatIf
)

if (-not $OnPremises) {
    Write-Host 'Nothing to change on this side.'
} else {
    # | 1. Let anonymous clients relay no longer at The receive connector EX01/Relay
    # | routing/open-relay: The receive connector EX01/Relay takes a message of a stranger, stranger@outside.example,
    # | to a stranger, recipient@outside.example, and sends it on.
    Get-ReceiveConnector -Identity 'EX01\Relay' -ErrorAction Stop | Remove-ADPermission -User 'NT AUTHORITY\ANONYMOUS LOGON' -ExtendedRights 'Ms-Exch-SMTP-Accept-Any-Recipient' -WhatIf:$WhatIf -ErrorAction Stop
}
