using System.Globalization;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Tests.Collections;

public sealed class SortedTreeTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 100)]
    [InlineData(3, 1_000)]
    [InlineData(4, 6_000)]
    public void SetAndRemove_InAnyOrder_AreThoseOfASortedDictionary(int seed, int keys)
    {
        var random = new Random(seed);
        var tree = SortedTree<string, string, ByName>.Empty;
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 3 * keys; i++)
        {
            var item = $"{random.Next(keys):x5}={i}";
            if (random.Next(3) == 0)
            {
                tree = tree.Remove(ByName.KeyOf(item));
                model.Remove(ByName.KeyOf(item));
            }
            else
            {
                tree = tree.Set(item);
                model[ByName.KeyOf(item)] = item;
            }
        }

        Assert.Equal(model.Values, tree.All);
        Assert.Equal(model.Count, tree.Count);
        foreach (var (key, item) in model.Take(200)) Assert.Equal(item, tree.Find(key));
        foreach (var key in Keys(random, keys))
        {
            var rank = model.Keys.Count(one => string.CompareOrdinal(one, key) < 0);
            Assert.Equal(rank, tree.RankOf(key));
            Assert.Equal(model.Values.Skip(rank).Take(5), tree.From(key).Take(5));
            Assert.Equal(model.Values.Skip(rank), tree.Slice(rank, tree.Count));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(5_000)]
    public void Of_HoldsWhatSettingEachHolds(int count)
    {
        string[] items = [.. Enumerable.Range(0, count).Select(static i => $"{i:x5}=")];

        var tree = SortedTree<string, string, ByName>.Of(items);

        Assert.Equal(items, tree.All);
        Assert.Equal(items, items.Aggregate(SortedTree<string, string, ByName>.Empty, static (all, item) => all.Set(item)).All);
        for (var i = 0; i < count; i += 7) Assert.Equal(items[i], tree.All[i]);
    }

    [Fact]
    public void Change_LeavesEarlierVersionsAsTheyWere()
    {
        var before = SortedTree<string, string, ByName>.Of([.. Enumerable.Range(0, 1_000).Select(static i => $"{i:x5}=")]);

        var after = before.Remove("00003").Set("00004=new").Set("zzz=");

        Assert.Equal((1_000, 1_000), (before.Count, after.Count));
        Assert.Equal("00003=", before.Find("00003"));
        Assert.Equal("00004=", before.Find("00004"));
        Assert.Null(after.Find("00003"));
    }

    [Fact]
    public void Remove_OfAKeyThatIsNotThere_IsTheSameTree()
    {
        var tree = SortedTree<string, string, ByName>.Of(["a=", "b="]);

        Assert.Same(tree, tree.Remove("c"));
        Assert.Equal(0, tree.Remove("a").Remove("b").Count);
    }

    private static IEnumerable<string> Keys(Random random, int keys) =>
        Enumerable.Range(0, 20).Select(_ => random.Next(keys).ToString("x5", CultureInfo.InvariantCulture));

    private readonly struct ByName : ISortOrder<string, string>
    {
        public static string KeyOf(string item) => item[..item.IndexOf('=', StringComparison.Ordinal)];

        public static int Compare(string left, string right) => string.CompareOrdinal(left, right);
    }
}
