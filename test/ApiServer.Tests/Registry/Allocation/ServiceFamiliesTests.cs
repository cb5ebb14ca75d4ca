using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Allocation;

/// <summary>Services are written <c>policy families addresses</c>, <c>-</c> for nothing: <c>Prefer 4,6 10.0.0.1</c>.</summary>
public sealed class ServiceFamiliesTests
{
    [Theory]
    [InlineData("4", "- - -", "Single 4 -")]
    [InlineData("6", "- - -", "Single 6 -")]
    [InlineData("4,6", "- - -", "Single 4 -")]
    [InlineData("6,4", "Prefer - -", "Prefer 6,4 -")]
    [InlineData("4", "Prefer - -", "Prefer 4 -")]
    [InlineData("4,6", "Require 6 -", "Require 6,4 -")]
    [InlineData("4,6", "Single 6 -", "Single 6 -")]
    [InlineData("4,6", "- - fd00::1", "Single 6 fd00::1")]
    [InlineData("4,6", "Prefer - 10.0.0.1,fd00::1", "Prefer 4,6 10.0.0.1,fd00::1")]
    [InlineData("4,6", "Prefer 6 fd00::1", "Prefer 6,4 fd00::1")]
    public void Assign_New_FillsIn(string cluster, string service, string expected)
    {
        var errors = new FieldErrorList();
        Assert.Equal(expected, Write(Assign(Service(service), null, cluster, errors)));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("4", "Require - -", "spec.ipFamilyPolicy", "this cluster is not configured for dual-stack services")]
    [InlineData("4", "- 6 -", "spec.ipFamilies[0]", "\"IPv6\": not configured on this cluster")]
    [InlineData("4", "- - fd00::1", "spec.clusterIPs[0]", "[\"fd00::1\"]: IPv6 is not configured on this cluster")]
    [InlineData("4,6", "Single 4,6 -", "spec.ipFamilyPolicy", "when multiple IP families are specified")]
    [InlineData("4,6", "Single - 10.0.0.1,fd00::1", "spec.ipFamilyPolicy", "when multiple cluster IPs are specified")]
    [InlineData("4,6", "- - bad", "spec", "checked")]
    public void Assign_New_Refuses(string cluster, string service, string path, string text)
    {
        var errors = new FieldErrorList();
        Assign(Service(service), null, cluster, errors);
        Findings.Has(errors, path, text);
    }

    [Theory]
    [InlineData("4", "- - None", "Require 4,6 None")]
    [InlineData("4", "Single - None", "Single 4 None")]
    [InlineData("4", "- 6 None", "Require 6,4 None")]
    public void Assign_HeadlessWithoutSelector_TakesAnyFamily(string cluster, string service, string expected)
    {
        var errors = new FieldErrorList();
        var value = Service(service);
        Assert.Equal(expected, Write(Assign(value with { Spec = value.Spec with { Selector = default } }, null, cluster, errors)));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("4,6", "Single 4,6 10.0.0.1,fd00::1", "Prefer 4,6 10.0.0.1,fd00::1", "Single 4 10.0.0.1", "")]
    [InlineData("4,6", "Prefer 4 10.0.0.1", "Prefer 4,6 10.0.0.1,fd00::1", "", "must be 'SingleStack' to release the secondary cluster IP")]
    [InlineData("4,6", "- 4 10.0.0.1", "Require 4,6 10.0.0.1,fd00::1", "", "must be 'SingleStack' to release the secondary IP family")]
    [InlineData("4,6", "Prefer 4 10.0.0.1", "Prefer 4 10.0.0.1", "Prefer 4 10.0.0.1", "")]
    [InlineData("4,6", "Require 4 10.0.0.1", "Prefer 4 10.0.0.1", "Require 4,6 10.0.0.1", "")]
    [InlineData("4,6", "Prefer 4 10.0.0.1", "Single 4 10.0.0.1", "Prefer 4,6 10.0.0.1", "")]
    [InlineData("4", "Prefer 4,6 10.0.0.1,fd00::1", "Prefer 4,6 10.0.0.1,fd00::1", "Prefer 4,6 10.0.0.1,fd00::1", "")]
    public void Assign_Update_KeepsOrChanges(string cluster, string service, string old, string expected, string text)
    {
        var errors = new FieldErrorList();
        var made = Assign(Service(service), Service(old), cluster, errors);
        Findings.Has(errors, text.Length == 0 ? "" : "spec.ipFamilyPolicy", text);
        if (text.Length == 0) Assert.Equal(expected, Write(made));
    }

    [Theory]
    [InlineData("Single 4 -", "0:IPv4:", "10.0.0.9")]
    [InlineData("Prefer 6,4 -", "0:IPv6: 1:IPv4:", "fd00::9,10.0.0.9")]
    [InlineData("Prefer 4,6 10.0.0.1", "0:IPv4:10.0.0.1 1:IPv6:", "10.0.0.1,fd00::9")]
    [InlineData("Single 4 None", "", "None")]
    public void ForCreate_Addresses_AreWanted(string service, string wanted, string addresses)
    {
        var value = Service(service);
        var plan = ClusterIpPlan.ForCreate(value);
        Assert.Equal(wanted, Write(plan.Wanted));
        var given = plan.Wanted.Select(request => request.Address is { Length: > 0 } named ? named : request.Family == "IPv4" ? "10.0.0.9" : "fd00::9");
        var made = plan.Apply(value, [.. given]);
        Assert.Equal(addresses, string.Join(',', made.Spec.ClusterIPs));
        Assert.Equal(made.Spec.ClusterIPs[0], made.Spec.ClusterIP);
    }

    [Theory]
    [InlineData("Require 4,6 10.0.0.1", "Single 4 10.0.0.1", "1:IPv6:", "")]
    [InlineData("Single 4 10.0.0.1", "Prefer 4,6 10.0.0.1,fd00::1", "", "fd00::1")]
    [InlineData("Single 4 10.0.0.1", "Single 4 10.0.0.1", "", "")]
    [InlineData("External - -", "Single 4 10.0.0.1", "", "10.0.0.1")]
    [InlineData("Single 4 -", "External - -", "0:IPv4:", "")]
    [InlineData("Single 4 None", "Single 4 None", "", "")]
    public void ForUpdate_Addresses_ComeAndGo(string service, string old, string wanted, string released)
    {
        var plan = ClusterIpPlan.ForUpdate(Service(service), Service(old));
        Assert.Equal((wanted, released), (Write(plan.Wanted), string.Join(',', plan.Released)));
    }

    private static Service Assign(Service service, Service? old, string cluster, FieldErrorList errors) =>
        ServiceFamilies.Assign(service, old, new(Families(cluster)), Check, errors);

    private static void Check(Service service, Service? old, FieldErrorList errors)
    {
        if (service.Spec.ClusterIP == "bad") errors.Add(FieldError.Invalid(FieldPath.Of("spec"), "bad", "checked"));
    }

    private static Service Service(string text)
    {
        var parts = text.Split(' ');
        ListOf<string> addresses = parts[2] == "-" ? default : [.. parts[2].Split(',')];
        return new()
        {
            Spec = new()
            {
                Type = parts[0] == "External" ? "ExternalName" : "ClusterIP",
                Selector = MapOf.Of(("a", "b")),
                IpFamilyPolicy = parts[0] switch
                {
                    "Single" => "SingleStack",
                    "Prefer" => "PreferDualStack",
                    "Require" => "RequireDualStack",
                    _ => null,
                },
                IpFamilies = Families(parts[1]),
                ClusterIPs = addresses,
                ClusterIP = addresses.IsEmpty ? "" : addresses[0],
            },
        };
    }

    private static ListOf<string> Families(string text) => text == "-" ? default : text.Split(',').Select(version => "IPv" + version).ToListOf();

    private static string Write(ListOf<ClusterIpPlan.Request> requests) =>
        string.Join(' ', requests.Select(request => $"{request.Position}:{request.Family}:{request.Address}"));

    private static string Write(Service service)
    {
        var policy = service.Spec.IpFamilyPolicy switch { "SingleStack" => "Single", "PreferDualStack" => "Prefer", null => "-", _ => "Require" };
        var families = string.Join(',', service.Spec.IpFamilies.Select(family => family[^1..]));
        return $"{policy} {families} {(service.Spec.ClusterIPs.IsEmpty ? "-" : string.Join(',', service.Spec.ClusterIPs))}";
    }
}
