using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Checks that a value has the form its type says: kinds of values, declared fields, keys of list items.</summary>
internal sealed class TypedValidator(TypedErrors errors, bool allowDuplicates)
{
    /// <summary>What is wrong with a scalar; null when nothing is.</summary>
    public static string? CheckScalar(ScalarKind kind, JsonValue? value, string prefix)
    {
        if (value is not { } known || known.IsNull) return null;
        var isNumber = known.Kind is JsonKind.Integer or JsonKind.Double;
        return kind switch
        {
            ScalarKind.Numeric when !isNumber => $"{prefix}expected numeric (int or float), got {GoText.TypeName(known)}",
            ScalarKind.String when known.Kind != JsonKind.String =>
                $"{prefix}expected string, got &value.valueUnstructured{{Value:{GoText.Syntax(known)}}}",
            ScalarKind.Boolean when known.Kind != JsonKind.Bool => $"{prefix}expected boolean, got &{{{GoText.Plain(known)}}}",
            ScalarKind.Untyped when known.Kind is JsonKind.Array or JsonKind.Object =>
                $"{prefix}expected any scalar, got &{{{GoText.Plain(known)}}}",
            _ => null,
        };
    }

    public void Validate(TypeSchema type, JsonValue value)
    {
        switch (type.Settle(type.ShapeOf(value)))
        {
            case Shape.Map:
                ValidateMap(type.Map!, value);
                break;
            case Shape.List:
                ValidateList(type.List!, value);
                break;
            default:
                if (CheckScalar(type.Scalar, value, "") is { } error) errors.Add(error);
                break;
        }
    }

    private void ValidateMap(MapSchema type, JsonValue value)
    {
        if (value.IsNull) return;
        if (value.Kind != JsonKind.Object)
        {
            errors.Add($"expected map, got &{{{GoText.Plain(value)}}}");
            return;
        }

        foreach (var (name, member) in value.Members)
        {
            var before = errors.Count;
            if (type.TypeOf(name) is not { } memberType)
            {
                errors.Add("field not declared in schema", "." + name);
                return;
            }

            Validate(memberType, member);
            if (errors.Count > before) errors.Prefix(before, PathElement.Field(name));
        }
    }

    private void ValidateList(ListSchema type, JsonValue value)
    {
        if (value.IsNull) return;
        if (value.Kind != JsonKind.Array)
        {
            errors.Add($"expected list, got &{{{GoText.Plain(value)}}}");
            return;
        }

        var seen = type.IsAtomic ? null : new HashSet<PathElement>(value.Items.Count);
        for (var i = 0; i < value.Items.Count; i++)
        {
            var step = PathElement.Index(i);
            if (seen is not null)
            {
                if (!ListItems.TryStep(type, value.Items[i], out step, out var error))
                {
                    errors.Add($"element {i}: {error}");
                    return;
                }

                if (!seen.Add(step) && !allowDuplicates) errors.Add($"duplicate entries for key {step}");
            }

            var before = errors.Count;
            Validate(type.Element, value.Items[i]);
            if (errors.Count > before) errors.Prefix(before, step);
        }
    }
}
