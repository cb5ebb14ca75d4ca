using System.Text;
using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Base;
using Kybernet.Machinery.Objects;
using Kybernet.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.ApiServer.Tests.Registry.StoredVersions;

/// <summary>Values as upstream leaves them in a store, where that is not the version they are served in.</summary>
public sealed class StoredVersionsTests
{
    private const string Definition = """
        {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1beta1","metadata":{"name":"widgets.example.com","uid":"u"},
        "spec":{"group":"example.com","version":"v1","names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
        "scope":"Namespaced","validation":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object"}}}},
        "subresources":{"status":{}},"versions":[{"name":"v1","served":true,"storage":true},{"name":"v2","served":true,"storage":false}],
        "additionalPrinterColumns":[{"name":"S","type":"integer","JSONPath":".spec.size"}],
        "conversion":{"strategy":"Webhook","webhookClientConfig":{"url":"https://example.com"},"conversionReviewVersions":["v1"]},
        "preserveUnknownFields":false},
        "status":{"conditions":[],"acceptedNames":{"plural":"widgets","kind":"Widget"},"storedVersions":["v1"]}}
        """;

    [Fact]
    public async Task Load_DefinitionOfV1beta1_StandsInEachVersion()
    {
        var served = await LoadAsync<CustomResourceDefinition>(
            "/registry/apiextensions.k8s.io/customresourcedefinitions/widgets.example.com", Encoding.UTF8.GetBytes(Definition), "widgets.example.com");

        Assert.Equal(["v1", "v2"], served.Spec.Versions.Select(static version => version.Name));
        foreach (var version in served.Spec.Versions)
        {
            Assert.Equal("object", version.Schema!.OpenAPIV3Schema!.Properties["spec"].Type);
            Assert.NotNull(version.Subresources!.Status);
            Assert.Equal(".spec.size", Assert.Single(version.AdditionalPrinterColumns).JsonPath);
        }

        Assert.Equal("https://example.com", served.Spec.Conversion!.Webhook!.ClientConfig!.Url);
        Assert.Equal(["v1"], served.Spec.Conversion.Webhook.ConversionReviewVersions);
    }

    [Fact]
    public async Task Load_DefinitionWithOneVersionInOldForm_HasThatVersion()
    {
        const string Old = """
            {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1beta1","metadata":{"name":"widgets.example.com"},
            "spec":{"group":"example.com","version":"v1","names":{"plural":"widgets","kind":"Widget"},"scope":"Cluster"}}
            """;
        var served = await LoadAsync<CustomResourceDefinition>(
            "/registry/apiextensions.k8s.io/customresourcedefinitions/widgets.example.com", Encoding.UTF8.GetBytes(Old), "widgets.example.com");

        var version = Assert.Single(served.Spec.Versions);
        Assert.Equal(("v1", true, true), (version.Name, version.Served, version.Storage));
        Assert.True(served.Spec.PreserveUnknownFields);
    }

    [Fact]
    public async Task Load_PolicyBindingOfV1beta1_IsServed()
    {
        var current = ObjectProtobuf.Encode(new MutatingAdmissionPolicyBinding { Metadata = new() { Name = "b" }, Spec = new() { PolicyName = "p" } });
        // The header names the version; its length grows by the four letters "beta", and one digit.
        var served = await LoadAsync<MutatingAdmissionPolicyBinding>("/registry/mutatingadmissionpolicybindings/b", Older(current), "b");
        Assert.Equal("p", served.Spec.PolicyName);
    }

    private static byte[] Older(byte[] current)
    {
        const string Group = "admissionregistration.k8s.io/";
        var at = current.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Group + "v1"));
        // Magic, header tag, header length, apiVersion tag, apiVersion length, apiVersion.
        Assert.Equal(8, at);
        List<byte> older = [.. current[..5], (byte)(current[5] + 5), current[6], (byte)(current[7] + 5)];
        older.AddRange(Encoding.ASCII.GetBytes(Group + "v1beta1"));
        older.AddRange(current[(at + Group.Length + 2)..]);
        return [.. older];
    }

    private static async Task<T> LoadAsync<T>(string key, byte[] stored, string name)
        where T : class, IObject<T>
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var store = new MemoryStore(MemoryStoreOptions.Default with { Seed = 1 }, TimeProvider.System);
        Assert.True((await store.PutAsync(new(Bytes.Of(key), stored), cancel)).IsOk);
        await using var server = new ApiServerService(
            store, new() { Seed = 1, Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0", Platform = "any" } }, TimeProvider.System,
            NullLoggerFactory.Instance);
        await server.StartAsync(cancel);
        var resource = server.Registry.FindKind(T.Gvk);
        return Assert.IsType<T>(resource.Cache.Snapshot.Objects.Find(resource.KeyOf("", name))?.Value);
    }
}
