using System.Text;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>The keys of an object in the order they are written.</summary>
internal static class ObjectKeys
{
    /// <summary>Of a key given twice the last one counts; in the order given it stands where it was given first.</summary>
    public static List<int> Of(JsonTree tree, int node, bool isSorted)
    {
        var keys = new List<int>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var key = node + 1; key < tree[node].Next; key = tree[tree[key].Next].Next)
        {
            if (positions.TryAdd(Encoding.UTF8.GetString(tree.TextOf(key)), keys.Count)) keys.Add(key);
            else keys[positions[Encoding.UTF8.GetString(tree.TextOf(key))]] = key;
        }

        if (!isSorted || keys.Count < 2) return keys;
        var names = new Rune[keys.Count][];
        foreach (var (name, position) in positions) names[position] = [.. name.EnumerateRunes()];
        var sorted = new List<int>(keys.Count);
        foreach (var position in NaturalKeyOrder.Sort(names)) sorted.Add(keys[position]);
        return sorted;
    }
}
