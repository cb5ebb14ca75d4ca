using CsCheck;
using Kybernet.Base;
using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Tests.Mvcc;

public sealed class KeyTreeTests
{
    [Fact]
    public void Edit_AnyOrder_IsASortedSetAndLeavesFrozenTreesAlone()
    {
        var operation = Gen.Select(Gen.Bool, Gen.Int[0, 400]);
        operation.Array[0, 1500].Sample(operations =>
        {
            var editor = new KeyTreeEditor(KeyTree.Empty);
            var expected = new SortedSet<int>();
            var frozen = new List<(KeyTree Tree, int[] Keys)>();
            foreach (var (add, key) in operations)
            {
                if (add && expected.Add(key)) editor.Add(new(KeyOf(key)));
                else if (!add && expected.Remove(key)) editor.Remove(KeyOf(key));
                if (key % 50 == 0) frozen.Add((editor.Freeze(), [.. expected]));
            }

            frozen.Add((editor.Freeze(), [.. expected]));
            return frozen.TrueForAll(pair => pair.Tree.Count == pair.Keys.Length && KeysOf(pair.Tree, KeyRange.All).SequenceEqual(pair.Keys));
        });
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(300, 301)]
    [InlineData(47, 49)]
    [InlineData(998, 5000)]
    public void Visit_Range_ShowsItsKeys(int start, int end)
    {
        var tree = KeyTree.Build([.. Enumerable.Range(0, 1000).Select(i => new KeyHistory(KeyOf(i)))]);
        var expected = Enumerable.Range(0, 1000).Where(i => i >= start && i < end);
        Assert.Equal(expected, KeysOf(tree, new(KeyOf(start), KeyOf(end))));
    }

    [Fact]
    public void Add_AscendingKeys_FillsTheTree()
    {
        var editor = new KeyTreeEditor(KeyTree.Empty);
        for (var i = 0; i < 20_000; i++) editor.Add(new(KeyOf(i)));
        Assert.Equal(Enumerable.Range(0, 20_000), KeysOf(editor.Freeze(), KeyRange.All));
        Assert.NotNull(editor.Find(KeyOf(12_345)));
    }

    private static byte[] KeyOf(int i) => Bytes.Of($"{i:d5}").AsArray();

    private static List<int> KeysOf(KeyTree tree, KeyRange range)
    {
        var collected = new Collector { Keys = [] };
        KeyTree.Visit(tree.Root, range, ref collected);
        return collected.Keys;
    }

    private struct Collector : IKeyVisitor
    {
        public List<int> Keys;

        public readonly void Visit(KeyHistory history) => Keys.Add(int.Parse(history.Key, null));
    }
}
