using System.Text;
using Kybernet.Machinery.Yaml.Resolving;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>Lays values out as block collections, two columns a level, lists in mappings at the column of their key.</summary>
internal sealed class BlockWriter
{
    /// <summary>Keys above this many bytes, and of several lines, are marked with a <c>?</c>.</summary>
    private const int MaxSimpleKeyBytes = 128;

    private readonly JsonTree _tree;
    private readonly LineWriter _line;
    private readonly ScalarWriter _scalars;
    private readonly bool _sortsKeys;

    public BlockWriter(JsonTree tree, LineWriter line, bool sortsKeys)
    {
        _tree = tree;
        _line = line;
        _sortsKeys = sortsKeys;
        _scalars = new(line);
    }

    public void WriteDocument()
    {
        Write(0, -2, isInMapping: false);
        _line.Indent(0);
    }

    /// <summary>Writes a value within a collection at the column <paramref name="indent"/>, which is -2 for none.</summary>
    private void Write(int node, int indent, bool isInMapping)
    {
        switch (_tree[node].Kind)
        {
            case JsonKind.Null: _scalars.WriteWord("null"u8); break;
            case JsonKind.True: _scalars.WriteWord("true"u8); break;
            case JsonKind.False: _scalars.WriteWord("false"u8); break;
            case JsonKind.Number: WriteNumber(_tree.TextOf(node)); break;
            case JsonKind.Text: _scalars.WriteText(_tree.TextOf(node), TextIndent(indent), isSimpleKey: false); break;
            case JsonKind.Array when _tree.IsEmpty(node): WriteEmpty("[]"u8); break;
            case JsonKind.Object when _tree.IsEmpty(node): WriteEmpty("{}"u8); break;
            case JsonKind.Array: WriteArray(node, isInMapping && !_line.IsIndentation ? indent : indent + 2); break;
            case JsonKind.Object: WriteObject(node, indent + 2); break;
        }
    }

    /// <summary>A document that is a text has its further lines indented.</summary>
    private static int TextIndent(int indent) => Math.Max(indent, 0) + 2;

    private void WriteEmpty(ReadOnlySpan<byte> brackets)
    {
        _line.PutIndicator(brackets[..1]);
        _line.PutSuffix(brackets[1..]);
    }

    private void WriteArray(int node, int indent)
    {
        for (var item = node + 1; item < _tree[node].Next; item = _tree[item].Next)
        {
            _line.Indent(indent);
            _line.PutIndicator("-"u8, opensCollection: true);
            Write(item, indent, isInMapping: false);
        }
    }

    private void WriteObject(int node, int indent)
    {
        foreach (var key in ObjectKeys.Of(_tree, node, _sortsKeys))
        {
            var name = _tree.TextOf(key);
            _line.Indent(indent);
            if (name.Length <= MaxSimpleKeyBytes && !ScalarTraits.Of(name).IsMultiline)
            {
                _scalars.WriteText(name, indent + 2, isSimpleKey: true);
                _line.PutSuffix(":"u8);
            }
            else
            {
                _line.PutIndicator("?"u8, opensCollection: true);
                _scalars.WriteText(name, indent + 2, isSimpleKey: false);
                _line.Indent(indent);
                _line.PutIndicator(":"u8, opensCollection: true);
            }

            Write(_tree[key].Next, indent, isInMapping: true);
        }
    }

    /// <summary>Integers stay as they are; others are written as floats of 64 bits, and those too large for one as text.</summary>
    private void WriteNumber(ReadOnlySpan<byte> number)
    {
        var value = ScalarResolver.Resolve(number);
        _scalars.WriteWord(value.Kind switch
        {
            ScalarKind.Float => Encoding.UTF8.GetBytes(FloatText.ForYaml(value.Float)),
            ScalarKind.Int when value.Int == 0 => "0"u8,
            _ => number,
        });
    }
}
