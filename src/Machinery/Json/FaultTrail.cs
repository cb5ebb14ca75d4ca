namespace Kybernet.Machinery.Json;

/// <summary>What the readers say of themselves while they unwind from a fault: what Go's message about a wrong type needs to know.</summary>
/// <remarks>Levels are counted from 1, the outermost object.</remarks>
internal sealed class FaultTrail
{
    private readonly HashSet<int> _maps = [];
    private readonly Dictionary<int, Func<string, string?>> _embeddings = [];

    /// <summary>The innermost struct around the fault.</summary>
    public string? Struct { get; private set; }

    public void AddStruct(string name) => Struct ??= name;

    /// <summary>A struct in which others are embedded: JSON does not show those, Go's paths do.</summary>
    public void AddStruct(string name, int level, Func<string, string?> embedding)
    {
        AddStruct(name);
        _embeddings[level] = embedding;
    }

    public void AddMap(int level) => _maps.Add(level);

    /// <summary>The part of the path for a member: none for a map's key, the embedded struct's name before its member's.</summary>
    public string? PartOf(int level, string member)
    {
        if (_maps.Contains(level)) return null;
        return _embeddings.TryGetValue(level, out var embedding) && embedding(member) is { } outer ? $"{outer}.{member}" : member;
    }
}
