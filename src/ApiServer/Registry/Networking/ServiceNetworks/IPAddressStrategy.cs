using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.ServiceNetworks;

/// <summary>
/// IPAddresses: each is named by the address it takes, and its reference is a rule of the schema. Upstream:
/// <c>pkg/registry/networking/ipaddress/strategy.go</c>.
/// </summary>
public sealed class IPAddressStrategy : Strategy<IPAddress>
{
    /// <summary>An address in canonical form; names are not generated, so <paramref name="prefix"/> makes no difference.</summary>
    public override ListOf<string> CheckName(string name, bool prefix)
    {
        var errors = new FieldErrorList();
        IpRules.IsValidIp(errors, FieldPath.None, name);
        return errors.Select(error => error.Detail).ToListOf();
    }
}
