using System.Text;
using System.Text.Json.Nodes;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>A kind's rules, asked about a valid object and about JSON merge patches of it (RFC 7386).</summary>
/// <param name="strategy">The kind's strategy.</param>
/// <param name="json">A valid object as it is after schema defaults.</param>
/// <param name="schema">The generated rules, where the kind has some; they run first, as in the server.</param>
internal sealed class PatchedKind<T>(Strategy<T> strategy, string json, Action<T, FieldErrorList, T?>? schema = null)
    where T : class, IObject<T>
{
    public static WriteContext Context { get; } = new(UserInfo.Anonymous, TimeProvider.System, IsDryRun: false);

    public Strategy<T> Strategy => strategy;

    /// <summary>The object with the patches applied one after another.</summary>
    public T With(params ReadOnlySpan<string> patches)
    {
        var node = JsonNode.Parse(json);
        foreach (var patch in patches) node = Merge(node, JsonNode.Parse(patch.Replace('\'', '"')));
        var decoded = ObjectJson.Decode<T>(Encoding.UTF8.GetBytes(node!.ToJsonString()), DecodeOptions.Default, strict: true);
        Assert.True(decoded.Succeeded, decoded.Error?.Message);
        Assert.Empty(decoded.Strict?.Messages ?? []);
        return decoded.Value!;
    }

    /// <summary>The errors of creating the patched object, one a line; nothing is defaulted.</summary>
    public string Create(params ReadOnlySpan<string> patches)
    {
        var (value, errors) = (With(patches), new FieldErrorList());
        schema?.Invoke(value, errors, null);
        strategy.Validate(value, errors);
        return Lines(errors);
    }

    /// <summary>The errors of updating the object, first patched by <paramref name="oldPatch"/>, by <paramref name="patch"/> on top.</summary>
    public string Update(string patch, string oldPatch = "{}")
    {
        var (value, old, errors) = (With(oldPatch, patch), With(oldPatch), new FieldErrorList());
        schema?.Invoke(value, errors, old);
        strategy.ValidateUpdate(value, old, errors);
        return Lines(errors);
    }

    /// <summary>The same through the status door.</summary>
    public string UpdateStatus(string patch, string oldPatch = "{}")
    {
        var errors = new FieldErrorList();
        strategy.Status!.ValidateUpdate(With(oldPatch, patch), With(oldPatch), errors);
        return Lines(errors);
    }

    public string Warnings(string patch)
    {
        var warnings = new List<string>();
        strategy.WarnOnCreate(With(patch), warnings);
        return string.Join('\n', warnings);
    }

    /// <summary>A rule that stands in the schema does not stand in the strategy too.</summary>
    private static string Lines(FieldErrorList errors)
    {
        Assert.Distinct(errors);
        return string.Join('\n', errors);
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = Merge(merged[name]?.DeepClone(), value);
        }

        return merged;
    }
}
