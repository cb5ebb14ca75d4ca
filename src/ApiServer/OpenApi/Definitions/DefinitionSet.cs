using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>Definitions by name, and the names of kinds: those of the schema, or a few more on top of them.</summary>
internal sealed class DefinitionSet
{
    private readonly FrozenDictionary<string, Definition> _definitions;

    /// <summary>The references of each definition asked for so far; also the lock that guards them.</summary>
    private readonly Dictionary<string, string[]> _references = [];

    private readonly SchemaModel _schema;
    private readonly DefinitionSet? _below;

    public DefinitionSet(SchemaModel schema)
        : this(schema, null, schema.Types.Select(type => (Definition)new TypeDefinition(schema, type)).Concat(FixedDefinition.All))
    {
    }

    private DefinitionSet(SchemaModel schema, DefinitionSet? below, IEnumerable<Definition> definitions)
    {
        _schema = schema;
        _below = below;
        _definitions = definitions.ToFrozenDictionary(definition => definition.Name);
    }

    /// <summary>These and the definitions of custom resources.</summary>
    public DefinitionSet With(IEnumerable<CustomKind> custom) => new(
        _schema, this, custom.Select(kind => new CustomDefinition(kind)).SelectMany(definition => new[] { definition, definition.ToList() }));

    /// <summary>The definition of a kind.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public string NameOf(GroupVersionKind gvk)
    {
        if (_schema.Find(gvk)?.OpenApiName is { } builtIn) return builtIn;
        var name = CustomDefinition.NameOf(gvk.Group, gvk.Version, gvk.Kind);
        return _definitions.ContainsKey(name) ? name : throw new KeyNotFoundException($"no schema declares the kind {gvk}");
    }

    /// <summary>The definitions a document needs for what its paths refer to, sorted by name.</summary>
    public IReadOnlyList<Definition> Closure(IEnumerable<string> roots)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(roots);
        while (open.TryPop(out var name))
        {
            if (!found.Add(name)) continue;
            foreach (var reference in References(name)) open.Push(reference);
        }

        return [.. found.Select(Find)];
    }

    private Definition Find(string name)
    {
        if (_definitions.TryGetValue(name, out var own)) return own;
        return _below?.Find(name) ?? throw new KeyNotFoundException($"there is no definition {name}");
    }

    private string[] References(string name)
    {
        if (_below is not null && !_definitions.ContainsKey(name)) return _below.References(name);
        lock (_references)
        {
            if (!_references.TryGetValue(name, out var references))
                _references[name] = references = [.. Find(name).References.Distinct()];
            return references;
        }
    }
}
