# | Changes that cure findings of mxproof in fixtures/rules/rewriting/reply-address-missing/bad-nobody-has-it.yaml
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
    # | 1. Give paul@sales.contoso.com the address paul@contoso.com
    # | rewriting/reply-address-missing: Mail of paul@sales.contoso.com leaves as paul@contoso.com by the address
    # | rewrite entry Sales, and no recipient has that address.
    Set-Mailbox -Identity 'paul@sales.contoso.com' -EmailAddresses @{Add=@('smtp:paul@contoso.com')} -WhatIf:$WhatIf -ErrorAction Stop
}
