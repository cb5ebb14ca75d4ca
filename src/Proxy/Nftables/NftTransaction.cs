using System.Globalization;
using System.Text;

namespace Kybernet.Proxy.Nftables;

/// <summary>Commands for <c>nft -f -</c>, which applies all of them at one instant or none.</summary>
internal sealed class NftTransaction(NftDialect dialect)
{
    // One command with many elements is read much faster than many with one; a line stays short enough to look at.
    private const int ElementsPerCommand = 200;

    private readonly StringBuilder _text = new();
    private readonly string _table = $"{dialect.Ip} {NftNames.Table}";

    public bool IsEmpty => _text.Length == 0;

    public int Commands { get; private set; }

    public void AddTable() => Command($"add table {_table} {{ comment \"rules for kube-proxy\" ; }}");

    /// <summary>With everything in it.</summary>
    public void DeleteTable() => Command($"delete table {_table}");

    public void AddChain(string chain) => Command($"add chain {_table} {chain}");

    public void AddBaseChain(string chain, string type, string hook, int priority) =>
        Command(string.Create(CultureInfo.InvariantCulture, $"add chain {_table} {chain} {{ type {type} hook {hook} priority {priority} ; }}"));

    public void FlushChain(string chain) => Command($"flush chain {_table} {chain}");

    public void DeleteChain(string chain) => Command($"delete chain {_table} {chain}");

    public void AddRule(string chain, string rule) => Command($"add rule {_table} {chain} {rule}");

    public void AddRules(string chain, IEnumerable<string> rules)
    {
        foreach (var rule in rules) AddRule(chain, rule);
    }

    public void AddSet(string set, string type, string comment) =>
        Command($"add set {_table} {set} {{ type {type} ; comment \"{comment}\" ; }}");

    public void FlushSet(string set) => Command($"flush set {_table} {set}");

    public void DeleteSet(string set) => Command($"delete set {_table} {set}");

    public void AddAffinitySet(string set, int seconds) => Command(string.Create(
        CultureInfo.InvariantCulture,
        $"add set {_table} {set} {{ type {dialect.AddressType} ; flags dynamic,timeout ; timeout {seconds}s ; }}"));

    public void AddMap(string map, string key, string comment) =>
        Command($"add map {_table} {map} {{ type {key} : verdict ; comment \"{comment}\" ; }}");

    public void FlushMap(string map) => Command($"flush map {_table} {map}");

    public void AddElements(IEnumerable<(NftElement Element, string? Verdict)> elements) =>
        Elements("add", elements.Select(static entry =>
            (entry.Element.Container, entry.Verdict is null ? entry.Element.Key : $"{entry.Element.Key} : {entry.Verdict}")));

    public void DeleteElements(IEnumerable<NftElement> elements) =>
        Elements("delete", elements.Select(static element => (element.Container, element.Key)));

    public override string ToString() => _text.ToString();

    private void Elements(string verb, IEnumerable<(string Container, string Text)> elements)
    {
        foreach (var group in elements.GroupBy(static element => element.Container, static element => element.Text))
            foreach (var chunk in group.Chunk(ElementsPerCommand))
                Command($"{verb} element {_table} {group.Key} {{ {string.Join(", ", chunk)} }}");
    }

    private void Command(string command)
    {
        _text.Append(command).Append('\n');
        Commands++;
    }
}
