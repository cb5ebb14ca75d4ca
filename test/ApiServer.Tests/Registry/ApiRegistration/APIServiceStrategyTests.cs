using Kybernet.Api.ApiRegistration.V1;
using Kybernet.ApiServer.Registry.ApiRegistration;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.ApiRegistration;

public sealed class APIServiceStrategyTests
{
    private static readonly APIServiceStrategy s_strategy = new();
    private static readonly ServiceReference s_service = new() { Name = "s", Namespace = "n", Port = 443 };
    private static readonly APIService s_local = new()
    {
        Metadata = new() { Name = "v1.apps" },
        Spec = new() { Group = "apps", Version = "v1", GroupPriorityMinimum = 100, VersionPriority = 10 },
    };

    public static TheoryData<Func<APIServiceSpec, APIServiceSpec>, string, string> Specs => new()
    {
        { spec => spec, "", "" },
        { spec => spec with { Service = s_service }, "", "" },
        { spec => spec with { Version = "v2" }, "metadata.name", "must be `spec.version+\".\"+spec.group`: \"v2.apps\"" },
        { spec => spec with { Group = "", Version = "v2" }, "spec.group", "only v1 may have an empty group" },
        { spec => spec with { Group = "A" }, "spec.group", "RFC 1123 subdomain" },
        { spec => spec with { Version = "1" }, "spec.version", "a DNS-1035 label" },
        { spec => spec with { GroupPriorityMinimum = 20001 }, "spec.groupPriorityMinimum", "must be positive and less than 20000" },
        { spec => spec with { VersionPriority = 0 }, "spec.versionPriority", "must be positive and less than 1000" },
        { spec => spec with { CaBundle = Bytes.Adopt([1, 2]) }, "spec.caBundle", "\"2 bytes\": local APIServices may not have a caBundle" },
        { spec => spec with { InsecureSkipTLSVerify = true }, "spec.insecureSkipTLSVerify", "local APIServices may not" },
        {
            spec => spec with { Service = s_service with { Port = 0 } },
            "spec.service.port", "port is not valid: must be between 1 and 65535"
        },
        {
            spec => spec with { Service = s_service, InsecureSkipTLSVerify = true, CaBundle = Bytes.Adopt([1]) },
            "spec.insecureSkipTLSVerify", "may not be true if caBundle is present"
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(Func<APIServiceSpec, APIServiceSpec> change, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, s_local with { Spec = change(s_local.Spec) }), path, text);

    [Fact]
    public void PrepareForCreate_LocalService_IsAvailable()
    {
        var condition = Assert.Single(s_strategy.PrepareForCreate(s_local, Findings.Context()).Status.Conditions.AsSpan().ToArray());
        Assert.Equal(("Available", "True", "Local"), (condition.Type, condition.Status, condition.Reason));
        var remote = s_local with { Spec = s_local.Spec with { Service = s_service } };
        Assert.Equal(APIServiceStatus.Empty, s_strategy.PrepareForCreate(remote, Findings.Context()).Status);
    }

    [Fact]
    public void Status_ChangesStatusOnly()
    {
        var old = s_local with { Metadata = new() { Labels = MapOf.Of(("a", "b")) } };
        var change = new APIService { Status = new() { Conditions = [new() { Type = "Available", Status = "False" }] } };
        Assert.Equal(old with { Status = change.Status }, s_strategy.Status.PrepareForUpdate(change, old, Findings.Context()));
        Assert.Equal(old.Status, s_strategy.PrepareForUpdate(change, old, Findings.Context()).Status);
    }
}
