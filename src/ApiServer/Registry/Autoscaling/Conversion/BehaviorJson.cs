using System.Text;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>The behaviour in the annotation: upstream writes its internal type, with the names of its Go fields and with nulls.</summary>
internal static class BehaviorJson
{
    public static string Write(HorizontalPodAutoscalerBehavior behavior) =>
        $$"""{"ScaleUp":{{Write(behavior.ScaleUp)}},"ScaleDown":{{Write(behavior.ScaleDown)}}}""";

    /// <summary>Null for an absent, malformed or empty text. Names match in any case, as Go reads them.</summary>
    public static HorizontalPodAutoscalerBehavior? Read(string? json)
    {
        if (json is null) return null;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Failed || value.Kind != JsonKind.Object) return null;
        var behavior = new HorizontalPodAutoscalerBehavior { ScaleUp = Rules(Member(value, "ScaleUp")), ScaleDown = Rules(Member(value, "ScaleDown")) };
        return behavior is { ScaleUp: null, ScaleDown: null } ? null : behavior;
    }

    private static string Write(HPAScalingRules? rules)
    {
        if (rules is null) return "null";
        var window = rules.StabilizationWindowSeconds is { } seconds ? $"{seconds}" : "null";
        var select = rules.SelectPolicy is { } policy ? QuotedText.Json(policy) : "null";
        var policies = rules.Policies.IsAbsent ? "null" : $"[{string.Join(',', rules.Policies.Select(Write))}]";
        var tolerance = rules.Tolerance is { } amount ? QuotedText.Json(amount.ToString()) : "null";
        return $$"""{"StabilizationWindowSeconds":{{window}},"SelectPolicy":{{select}},"Policies":{{policies}},"Tolerance":{{tolerance}}}""";
    }

    private static string Write(HPAScalingPolicy policy) =>
        $$"""{"Type":{{QuotedText.Json(policy.Type)}},"Value":{{policy.Value}},"PeriodSeconds":{{policy.PeriodSeconds}}}""";

    private static HPAScalingRules? Rules(JsonValue value)
    {
        if (value.Kind != JsonKind.Object) return null;
        var policies = Member(value, "Policies");
        return new()
        {
            StabilizationWindowSeconds = (int?)Member(value, "StabilizationWindowSeconds").AsInteger(),
            SelectPolicy = Member(value, "SelectPolicy").AsString(),
            Policies = policies.IsNull ? default : policies.Items.Select(Policy).ToListOf(),
            Tolerance = Member(value, "Tolerance").AsString() is { } text && Quantity.TryParse(text.AsSpan(), out var amount) ? amount : null,
        };
    }

    private static HPAScalingPolicy Policy(JsonValue value) => new()
    {
        Type = Member(value, "Type").AsString() ?? "",
        Value = (int)(Member(value, "Value").AsInteger() ?? 0),
        PeriodSeconds = (int)(Member(value, "PeriodSeconds").AsInteger() ?? 0),
    };

    private static JsonValue Member(JsonValue value, string name)
    {
        foreach (var (key, member) in value.Members)
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return member;
        return default;
    }
}
