using System.Globalization;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Patch;

/// <summary>A member of an open object, or an index of an open array. Operations answer upstream's error, or null.</summary>
/// <param name="Container">A <c>Dictionary</c> or a <c>List</c>.</param>
/// <param name="Key">The member's name, the index, or <c>-</c> for the place after the last item.</param>
internal readonly record struct JsonPatchPlace(object? Container, string Key)
{
    public string? Get(out object? value)
    {
        value = null;
        if (Container is Dictionary<string, object?> members)
        {
            // A missing member reads as null, as it does upstream.
            members.TryGetValue(Key, out value);
            return null;
        }

        var items = (List<object?>)Container!;
        if (Index(items.Count, items.Count - 1, out var index) is { } error) return error;
        value = items[index];
        return null;
    }

    public string? Set(object? value)
    {
        if (Container is Dictionary<string, object?> members)
        {
            members[Key] = value;
            return null;
        }

        var items = (List<object?>)Container!;
        if (Index(items.Count, items.Count - 1, out var index) is { } error) return error;
        items[index] = value;
        return null;
    }

    public string? Add(object? value)
    {
        if (Container is Dictionary<string, object?> members)
        {
            members[Key] = value;
            return null;
        }

        var items = (List<object?>)Container!;
        if (Key == "-")
        {
            items.Add(value);
            return null;
        }

        if (!TryParse(Key, out _)) return $"value was not a proper array index: '{Key}': {NotANumber(Key)}";
        if (Index(items.Count + 1, items.Count, out var index) is { } error) return error;
        items.Insert(index, value);
        return null;
    }

    public string? Remove()
    {
        if (Container is Dictionary<string, object?> members)
            return members.Remove(Key) ? null : $"Unable to remove nonexistent key: {Key}: missing value";
        var items = (List<object?>)Container!;
        if (Index(items.Count, items.Count - 1, out var index) is { } error) return error;
        items.RemoveAt(index);
        return null;
    }

    /// <summary>Reads the index; a negative one counts from the end.</summary>
    private string? Index(int count, int last, out int index)
    {
        if (!TryParse(Key, out index)) return NotANumber(Key);
        if (index > last || index < -count)
            return string.Create(CultureInfo.InvariantCulture, $"Unable to access invalid index: {index}: invalid index referenced");
        if (index < 0) index += count;
        return null;
    }

    private static bool TryParse(string text, out int index) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index);

    private static string NotANumber(string text) => $"strconv.Atoi: parsing {QuotedText.Of(text)}: invalid syntax";
}
