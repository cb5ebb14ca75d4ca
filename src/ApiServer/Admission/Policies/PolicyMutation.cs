using System.Text;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Apply.Typed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Patch;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>Changes an object as an expression says. Upstream: <c>policy/mutating/patch</c>.</summary>
internal static class PolicyMutation
{
    /// <param name="isPatch">The expression makes a list of JSONPatch; else an object that is put over the other.</param>
    /// <param name="version">As which version the object is shown.</param>
    /// <param name="value">The object.</param>
    /// <param name="shown">As the expression saw it.</param>
    /// <param name="made">What the expression came to.</param>
    /// <param name="problem">Why the policy failed; empty when it did not.</param>
    public static Outcome<IObject?> Apply(bool isPatch, ShownVersion version, IObject value, JsonValue shown, Evaluated made, out string problem)
    {
        problem = made.Error;
        if (made.IsError) return Outcome<IObject?>.Ok(value);
        var changed = isPatch ? Patch(shown, made.Value, out problem) : Merge(version, shown, made.Value, out problem);
        if (changed is not { } json || json == shown) return Outcome<IObject?>.Ok(value);
        var decoded = MutatingAdmissionWebhook.Decode(version, version.ToShown(value)!, Encoding.UTF8.GetBytes(json.ToString()));
        return decoded.TryGet(out var whole, out var error) ? Outcome<IObject?>.Ok(version.ToRequested(whole)) : error;
    }

    private static JsonValue? Merge(ShownVersion version, JsonValue shown, JsonValue made, out string problem)
    {
        if (made.AsForeign() is not ObjectValue { Name: "Object" })
        {
            problem = $"unsupported return type from ApplyConfiguration expression: {TypeValue.Of(made)}";
            return null;
        }

        if (ObjectValue.ToJson(made, "Object", out problem) is not { } config) return null;
        config = config.With("apiVersion", shown["apiVersion"]).With("kind", shown["kind"]);
        var merged = StructuredMerge.Merge(version.Shown.Ownership.Type, shown, config, out var error);
        if (merged is null) problem = $"error applying patch: {error}";
        return merged;
    }

    /// <summary>A test that does not hold leaves the object as it is.</summary>
    private static JsonValue? Patch(JsonValue shown, JsonValue made, out string problem)
    {
        problem = made.Kind == JsonKind.Array ? "" : "type mismatch: JSONPatchType.expression should evaluate to array";
        if (problem.Length > 0) return null;
        var operations = new List<JsonValue>();
        foreach (var item in made.Items)
        {
            if (item.AsForeign() is not ObjectValue { Name: "JSONPatch" } one)
            {
                problem = $"type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch, got element of {TypeValue.Of(item)}";
                return null;
            }

            var operation = JsonValue.Null;
            foreach (var (field, member) in one.Members)
            {
                if (ObjectValue.ToJson(member, null, out problem) is not { } json) return null;
                operation = operation.With(field, json);
            }

            operations.Add(operation);
        }

        var result = JsonPatch.Apply(shown, JsonValue.From(operations.ToListOf()));
        if (result.Error is not { } wrong) return result.Value;
        if (!wrong.Message.Contains("test failed", StringComparison.Ordinal)) problem = $"JSON Patch: {wrong.Message}";
        return null;
    }
}
