# | Changes that cure findings of mxproof in
# | fixtures/rules/routing/hybrid-inconsistent/bad-remote-mailbox-without-routing-address.yaml
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
    # | 1. Let on-premises servers send mail of anna@contoso.com to anna@contoso.mail.onmicrosoft.com
    # | routing/hybrid-inconsistent: On-premises servers have no routing address for mailboxes in the cloud: mail to
    # | anna@contoso.com is returned.
    Set-RemoteMailbox -Identity 'anna@contoso.com' -RemoteRoutingAddress 'SMTP:anna@contoso.mail.onmicrosoft.com' -WhatIf:$WhatIf -ErrorAction Stop
}
