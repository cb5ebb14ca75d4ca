using System.Globalization;

namespace Kybernet.Cli.Flags;

/// <summary>What a command line said: flags and arguments.</summary>
internal sealed class FlagValues(FlagSet set)
{
    private readonly Dictionary<string, List<string>> _given = new(StringComparer.Ordinal);

    /// <summary>What is no flag, in its order.</summary>
    public List<string> Arguments { get; } = [];

    /// <summary>How many arguments stood before <c>--</c>; negative when there was none.</summary>
    public int Dash { get; set; } = -1;

    public bool IsSet(string name) => _given.ContainsKey(name);

    /// <summary>The last value given, or the default.</summary>
    public string this[string name] => _given.TryGetValue(name, out var values) ? values[^1] : set.Find(name)?.Default ?? "";

    public bool Is(string name) => this[name] == "true";

    public int Int(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);

    public TimeSpan Duration(string name) => DurationText.Parse(this[name]) ?? TimeSpan.Zero;

    /// <summary>Every value given, those of a list apart.</summary>
    public IReadOnlyList<string> Values(string name)
    {
        if (!_given.TryGetValue(name, out var values)) return [];
        return set.Find(name)!.Kind == FlagKind.List ? [.. values.SelectMany(static value => value.Split(','))] : values;
    }

    public void Set(Flag flag, string value)
    {
        if (!_given.TryGetValue(flag.Name, out var values)) _given[flag.Name] = values = [];
        values.Add(value);
    }
}
