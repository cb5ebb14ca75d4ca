using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Puts a configuration over an object as server-side apply does, without asking who owns what. Upstream: <c>ApplyStructuredMergeDiff</c>.</summary>
public static class StructuredMerge
{
    /// <summary>The merged object; null with what is wrong in upstream's words.</summary>
    /// <param name="type">Of both.</param>
    /// <param name="live">The object.</param>
    /// <param name="config">What is put over it: it may not name parts that are only replaced as a whole.</param>
    /// <param name="error">Empty when nothing is wrong.</param>
    public static JsonValue? Merge(TypeSchema type, JsonValue live, JsonValue config, out string error)
    {
        var errors = new TypedErrors();
        new TypedValue(type, config).Validate(allowDuplicates: false, errors);
        if (errors.Count > 0) return Wrong($"failed to convert patch object to typed object: {errors}", out error);
        var atomics = new List<string>();
        Find(atomics, "", type, config);
        if (atomics.Count > 0)
            return Wrong($"invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {string.Join(", ", atomics)}", out error);
        new TypedValue(type, live).Validate(allowDuplicates: true, errors);
        if (errors.Count > 0) return Wrong($"failed to convert original object to typed object: {errors}", out error);
        var merged = new TypedValue(type, live).Merge(new(type, config), errors);
        if (merged is null) return Wrong($"failed to merge patch: {errors}", out error);
        error = "";
        return merged.Value.Value;
    }

    private static JsonValue? Wrong(string problem, out string error)
    {
        error = problem;
        return null;
    }

    /// <summary>The paths of what is only replaced as a whole: whoever names some of its fields would take away the others.</summary>
    private static void Find(List<string> atomics, string path, TypeSchema type, JsonValue value)
    {
        if (value.Kind == JsonKind.Object && type.Map is { } map)
        {
            if (map.IsAtomic) atomics.Add(path);
            foreach (var (name, member) in value.Members)
                if (map.Find(name) is { } field) Find(atomics, $"{path}.{name}", field.Type, member);
        }

        if (value.Kind != JsonKind.Array || type.List is not { } list) return;
        if (list.IsAtomic) atomics.Add(path);
        for (var i = 0; i < value.Items.Count; i++) Find(atomics, $"{path}[{i}]", list.Element, value.Items[i]);
    }
}
