namespace Kybernet.Cli.Flags;

/// <summary>The flags of a command. Made once per run, added to, then read.</summary>
internal sealed class FlagSet
{
    private readonly Dictionary<string, Flag> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<char, Flag> _letters = [];

    public IEnumerable<Flag> All => _names.Values;

    public Flag? Find(string name) => _names.GetValueOrDefault(name);

    public Flag? Find(char letter) => _letters.GetValueOrDefault(letter);

    public FlagSet Text(string name, char letter = '\0', string @default = "", string? bare = null) => Add(new(name, letter, FlagKind.Text, @default, bare));

    public FlagSet Bool(string name, char letter = '\0', bool @default = false) =>
        Add(new(name, letter, FlagKind.Bool, @default ? "true" : "false", "true"));

    public FlagSet Int(string name, string @default, char letter = '\0') => Add(new(name, letter, FlagKind.Int, @default, null));

    public FlagSet List(string name, char letter = '\0') => Add(new(name, letter, FlagKind.List, "", null));

    public FlagSet Array(string name, char letter = '\0') => Add(new(name, letter, FlagKind.Array, "", null));

    public FlagSet Duration(string name, string @default) => Add(new(name, '\0', FlagKind.Duration, @default, null));

    private FlagSet Add(Flag flag)
    {
        _names[flag.Name] = flag;
        if (flag.Shorthand != '\0') _letters[flag.Shorthand] = flag;
        return this;
    }
}
