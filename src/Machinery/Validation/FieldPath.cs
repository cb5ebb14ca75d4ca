using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Validation;

/// <summary>Where a field is in an object: <c>spec.containers[0].image</c>, <c>metadata.labels[app]</c>.</summary>
/// <remarks>
/// Immutable and linked from the leaf to the root, so the paths of all fields of an object share their beginnings; the text
/// is made only when an error is reported. Upstream: <c>util/validation/field/path.go</c>.
/// </remarks>
public sealed class FieldPath
{
    private readonly FieldPath? _parent;

    // The name of a field, or the key of a map entry; null when the segment is a list index.
    private readonly string? _text;
    private readonly int _index;
    private readonly bool _isSubscript;

    private FieldPath(FieldPath? parent, string? text, int index, bool isSubscript)
    {
        _parent = parent;
        _text = text;
        _index = index;
        _isSubscript = isSubscript;
    }

    /// <summary>
    /// No path at all: its text is <c>&lt;nil&gt;</c>, as in upstream's messages about values that belong to no object
    /// (a selector in a query), and what is added to it starts a new path.
    /// </summary>
    public static FieldPath None { get; } = new(null, "<nil>", 0, isSubscript: false);

    /// <summary>A path that starts at the field <paramref name="name"/>.</summary>
    public static FieldPath Of(string name) => None.Child(name);

    /// <summary>The path of a field of the struct at this path.</summary>
    /// <remarks>Upstream shows a field without a name as an empty subscript.</remarks>
    public FieldPath Child(string name) => new(ParentOfNew, name, 0, isSubscript: name.Length == 0);

    /// <summary>The path of an item of the list at this path.</summary>
    public FieldPath Index(int index) => new(ParentOfNew, null, index, isSubscript: true);

    /// <summary>The path of an entry of the map at this path.</summary>
    public FieldPath Key(string key) => new(ParentOfNew, key, 0, isSubscript: true);

    public override string ToString()
    {
        if (_parent is null && !_isSubscript) return _text!;
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    private FieldPath? ParentOfNew => ReferenceEquals(this, None) ? null : this;

    private void AppendTo(StringBuilder text)
    {
        // The depth is that of the schema, not of the data: recursion stays shallow.
        _parent?.AppendTo(text);
        if (_isSubscript)
        {
            text.Append('[');
            if (_text is not null) text.Append(_text);
            else text.Append(CultureInfo.InvariantCulture, $"{_index}");
            text.Append(']');
            return;
        }

        if (_parent is not null) text.Append('.');
        text.Append(_text);
    }
}
