using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Networking.NetworkPolicies;

/// <summary>Upstream: <c>ValidateNetworkPolicySpec</c>.</summary>
/// <param name="errors">Where errors go.</param>
/// <param name="allowInvalidSelectors">Values of selectors go unchecked: the old policy had invalid ones.</param>
/// <param name="knownCidrs">Networks the old policy named: they are accepted whatever they are, wherever they stand.</param>
internal readonly struct NetworkPolicyRules(FieldErrorList errors, bool allowInvalidSelectors, string[] knownCidrs)
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public void Check(NetworkPolicySpec spec)
    {
        CheckSelector(spec.PodSelector, s_spec.Child("podSelector"));
        for (var i = 0; i < spec.Ingress.Count; i++)
        {
            var path = s_spec.Child("ingress").Index(i);
            CheckPorts(spec.Ingress[i].Ports, path.Child("ports"));
            CheckPeers(spec.Ingress[i].From, path.Child("from"));
        }

        for (var i = 0; i < spec.Egress.Count; i++)
        {
            var path = s_spec.Child("egress").Index(i);
            CheckPorts(spec.Egress[i].Ports, path.Child("ports"));
            CheckPeers(spec.Egress[i].To, path.Child("to"));
        }

        if (spec.PolicyTypes.Count > 2)
            errors.Add(FieldError.Invalid(
                s_spec.Child("policyTypes"), FieldValue.JsonStrings(spec.PolicyTypes), "may not specify more than two policyTypes"));
    }

    private void CheckSelector(LabelSelector? selector, FieldPath path) =>
        LabelSelectorRules.Validate(errors, path, selector.ToTerms(), allowInvalidSelectors);

    /// <summary>Numbers and names are rules of the schema.</summary>
    private void CheckPorts(ListOf<NetworkPolicyPort> ports, FieldPath path)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i];
            if (port.Protocol is { } protocol && !Protocol.Values.Contains(protocol))
                errors.Add(FieldError.NotSupported(
                    path.Index(i).Child("protocol"), FieldValue.JsonString(protocol), [Protocol.TCP, Protocol.UDP, Protocol.SCTP]));
            if (port.EndPort is { } end) CheckEnd(end, port.Port, path.Index(i).Child("endPort"));
        }
    }

    private void CheckEnd(int end, IntOrString? port, FieldPath path)
    {
        if (port is not { } start) errors.Add(FieldError.Invalid(path, end, "may not be specified when `port` is not specified"));
        else if (start.Type == IntOrStringType.String)
            errors.Add(FieldError.Invalid(path, end, "may not be specified when `port` is non-numeric"));
        else
        {
            // Upstream shows the start.
            if (end < start.IntVal) errors.Add(FieldError.Invalid(path, start.IntVal, "must be greater than or equal to `port`"));
            FormatRules.Port(errors, path, end);
        }
    }

    private void CheckPeers(ListOf<NetworkPolicyPeer> peers, FieldPath path)
    {
        for (var i = 0; i < peers.Count; i++)
        {
            var (peer, at) = (peers[i], path.Index(i));
            CheckSelector(peer.PodSelector, at.Child("podSelector"));
            CheckSelector(peer.NamespaceSelector, at.Child("namespaceSelector"));
            var selects = peer.PodSelector is not null || peer.NamespaceSelector is not null;
            if (peer.IpBlock is { } block)
            {
                CheckBlock(block, at.Child("ipBlock"));
                if (selects) errors.Add(FieldError.Forbidden(at, "may not specify both ipBlock and another peer"));
            }
            else if (!selects) errors.Add(FieldError.Required(at, "must specify a peer"));
        }
    }

    private void CheckBlock(IPBlock block, FieldPath path)
    {
        if (block.Cidr.Length == 0) return;
        IpRules.IsValidCidrForLegacyField(errors, path.Child("cidr"), block.Cidr, strict: true, knownCidrs);
        if (!Cidr.TryParse(block.Cidr, out var whole)) return;
        for (var i = 0; i < block.Except.Count; i++)
        {
            var at = path.Child("except").Index(i);
            IpRules.IsValidCidrForLegacyField(errors, at, block.Except[i], strict: true, knownCidrs);
            if (Cidr.TryParse(block.Except[i], out var part) && !whole.StrictlyContains(part))
                errors.Add(FieldError.Invalid(at, block.Except[i], "must be a strict subset of `cidr`"));
        }
    }
}
