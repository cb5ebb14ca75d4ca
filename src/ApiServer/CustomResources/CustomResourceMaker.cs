using System.Collections.Frozen;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.ApiServer.Webhooks;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Makes the resources of a definition, with caches that hold what there is.</summary>
internal sealed class CustomResourceMaker(RegistryParts parts, WebhookConnections webhooks, ILogger log)
{
    private static readonly ListOf<string> s_verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly ListOf<string> s_subresourceVerbs = ["get", "patch", "update"];

    public static string PathOf(CustomResourceDefinition definition) => $"{definition.Spec.Group}/{definition.Status.AcceptedNames.Plural}";

    public async Task<ServedDefinition> MakeAsync(CustomResourceDefinition definition, CancellationToken cancel)
    {
        var stated = definition.Spec.Versions.Where(static version => version.Storage || version.Served).ToList();
        var versions = stated.ConvertAll(version => new CustomVersion(definition, version));
        var stored = versions[stated.FindIndex(static version => version.Storage)];
        // Objects may still lie in versions that are not served any more.
        var all = definition.Spec.Versions.Select(version => new CustomVersion(definition, version)).ToList();
        var decoders = new CustomDecoders(all, stored, parts.Decoding);
        var converter = ConverterOf(definition, stored);
        var filled = await parts.Feed.AddLateAsync(
            PathOf(definition), converter is null ? versions.ConvertAll(decoders.FromStore) : [decoders.AsStored], cancel);
        var caches = converter is null ? filled : versions.ConvertAll(version => converter.CacheOf(version, filled[0]));
        ServedDefinition? served = null;
        var made = new List<ServedVersion>();
        for (var i = 0; i < versions.Count; i++)
        {
            var rules = new CustomResourceRules(versions[i], () => served?.Definition.Is("Terminating") == true);
            var resource = Make(InfoOf(definition, stated[i], versions[i]), versions[i], rules, decoders, caches[i], converter);
            made.Add(new(versions[i], resource, stated[i].Served, stated[i].Storage));
        }

        return served = new(definition, made, filled, converter);
    }

    /// <summary>Its watches end.</summary>
    public async Task RemoveAsync(ServedDefinition gone)
    {
        parts.Feed.Remove(PathOf(gone.Definition), gone.Caches);
        await gone.DisposeAsync();
    }

    private VersionConverter? ConverterOf(CustomResourceDefinition definition, CustomVersion stored) =>
        definition.Spec.Conversion is { Strategy: "Webhook", Webhook.ClientConfig: { } config }
            ? new(new(config, webhooks, parts.Ids, parts.Time), stored, parts.Time, log)
            : null;

    private static ResourceInfo InfoOf(CustomResourceDefinition definition, CustomResourceDefinitionVersion stated, CustomVersion version)
    {
        var names = definition.Status.AcceptedNames;
        var subresources = new List<SubresourceInfo>();
        if (version.HasStatus) subresources.Add(new("status", version.Gvk, s_subresourceVerbs));
        if (version.Scale is not null) subresources.Add(new("scale", new("autoscaling", "v1", "Scale"), s_subresourceVerbs));
        return new()
        {
            Resource = new(version.Gvk.Group, version.Gvk.Version, names.Plural),
            Kind = version.Gvk,
            ListKindName = names.ListKind,
            IsNamespaced = definition.Spec.Scope == "Namespaced",
            IsCustom = true,
            DeprecationWarning = stated.Deprecated
                ? stated.DeprecationWarning ?? $"{version.Gvk.ToApiVersion()} {version.Gvk.Kind} is deprecated"
                : null,
            Singular = names.Singular,
            Verbs = s_verbs,
            ShortNames = names.ShortNames,
            Categories = names.Categories,
            Subresources = subresources.ToListOf(),
            StoragePath = PathOf(definition),
        };
    }

    private Resource Make(
        ResourceInfo info, CustomVersion version, CustomResourceRules rules, CustomDecoders decoders, ResourceCache cache,
        VersionConverter? converter)
    {
        var doors = new Dictionary<string, UpdateRules>();
        if (rules.Status is { } status) doors.Add("status", status);
        return new()
        {
            Info = info,
            Rules = rules,
            Doors = doors.ToFrozenDictionary(),
            LazyOwnership = new(() =>
                new(info, CustomTypes.Root(version.Schema), JsonValues.Read(ObjectJson.Encode(new DynamicObject(version.Gvk))), doors.Keys)),
            DecodeJson = decoders.FromJson(version),
            Encoder = decoders.ToStore,
            ToStored = converter is null ? null : converter.ToStoredAsync,
            Printer = version.Printer,
            Scale = version.Scale is { } scale ? new CustomScaleView(scale) : null,
            Cache = cache,
            Feed = parts.Feed,
            Store = parts.Store,
            Admission = parts.Admission.For(info),
            Ids = parts.Ids,
            Time = parts.Time,
        };
    }
}
