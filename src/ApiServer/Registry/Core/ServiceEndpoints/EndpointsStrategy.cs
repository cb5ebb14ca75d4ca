using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ServiceEndpoints;

/// <summary>Endpoints. Upstream: <c>pkg/registry/core/endpoint/strategy.go</c>, <c>ValidateEndpoints</c>.</summary>
public sealed class EndpointsStrategy : Strategy<Endpoints>
{
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string Controller = "endpoint-controller";

    public override bool AllowsCreateOnUpdate => true;

    public override void Validate(Endpoints value, FieldErrorList errors)
    {
        for (var i = 0; i < value.Subsets.Count; i++) CheckSubset(value.Subsets[i], FieldPath.Of("subsets").Index(i), errors);
    }

    /// <summary>Subsets that do not change stay valid, whatever they are.</summary>
    public override void ValidateUpdate(Endpoints value, Endpoints old, FieldErrorList errors)
    {
        if (value.Subsets != old.Subsets) Validate(value, errors);
    }

    public override void WarnOnCreate(Endpoints value, ICollection<string> warnings) => Warn(value, warnings);

    public override void WarnOnUpdate(Endpoints value, Endpoints old, ICollection<string> warnings) => Warn(value, warnings);

    private static void CheckSubset(EndpointSubset subset, FieldPath path, FieldErrorList errors)
    {
        if (subset.Addresses.IsEmpty && subset.NotReadyAddresses.IsEmpty)
            errors.Add(FieldError.Required(path, "must specify `addresses` or `notReadyAddresses`"));
        CheckAddresses(subset.Addresses, path.Child("addresses"), errors);
        CheckAddresses(subset.NotReadyAddresses, path.Child("notReadyAddresses"), errors);
        for (var i = 0; subset.Ports.Count > 1 && i < subset.Ports.Count; i++)
            if (subset.Ports[i].Name.Length == 0) errors.Add(FieldError.Required(path.Child("ports").Index(i).Child("name"), ""));
    }

    private static void CheckAddresses(ListOf<EndpointAddress> addresses, FieldPath path, FieldErrorList errors)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            IpRules.IsValidIpForLegacyField(errors, path.Index(i).Child("ip"), addresses[i].Ip, strict: true);
            EndpointIpRules.Check(errors, path.Index(i).Child("ip"), addresses[i].Ip);
        }
    }

    /// <summary>The controller writes canonical addresses: time is not spent on them.</summary>
    private static void Warn(Endpoints value, ICollection<string> warnings)
    {
        if (value.Metadata.Labels.GetValueOrDefault(ManagedBy) == Controller) return;
        for (var i = 0; i < value.Subsets.Count; i++)
        {
            var path = FieldPath.Of("subsets").Index(i);
            WarnOf(value.Subsets[i].Addresses, path.Child("addresses"), warnings);
            WarnOf(value.Subsets[i].NotReadyAddresses, path.Child("notReadyAddresses"), warnings);
        }
    }

    private static void WarnOf(ListOf<EndpointAddress> addresses, FieldPath path, ICollection<string> warnings)
    {
        for (var i = 0; i < addresses.Count; i++)
            foreach (var warning in IpRules.WarningsForIp(path.Index(i).Child("ip"), addresses[i].Ip)) warnings.Add(warning);
    }
}
