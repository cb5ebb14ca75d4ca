using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>Objects for tests, written as a user writes them.</summary>
internal static class Manifests
{
    /// <summary>The object a manifest is. Nothing is defaulted.</summary>
    public static T Read<T>(string yaml)
        where T : class, IKind<T> => Decode<T>(Parse(yaml));

    /// <summary>The manifest with a merge patch (RFC 7386) put over the part of it that <paramref name="at"/> names.</summary>
    /// <param name="at">Names and indexes with slashes between them; empty for the whole object.</param>
    public static T Patched<T>(string yaml, string at, string patch)
        where T : class, IKind<T>
    {
        var root = Parse(yaml);
        var target = root;
        foreach (var name in at.Split('/', StringSplitOptions.RemoveEmptyEntries))
            target = (target is JsonArray list ? list[int.Parse(name)] : target[name])
                ?? throw new ArgumentException($"no '{name}' in the manifest");
        Merge(target.AsObject(), Parse(patch).AsObject());
        return Decode<T>(root);
    }

    private static JsonNode Parse(string yaml)
    {
        var read = YamlReader.Read(yaml);
        Assert.True(read.IsSuccess, $"{read.Error}");
        return JsonNode.Parse(read.Documents[0].Json.Span)!;
    }

    private static T Decode<T>(JsonNode node)
        where T : class, IKind<T>
    {
        var decoded = ObjectJson.Decode<T>(Encoding.UTF8.GetBytes(node.ToJsonString()), new DecodeOptions(), strict: true);
        Assert.True(decoded.Succeeded, $"{decoded.Error}");
        Assert.Equal("", string.Join(", ", decoded.Strict?.Messages ?? []));
        return decoded.Value!;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject old) Merge(old, inner);
            else target[name] = value.DeepClone();
        }
    }
}
