using System.Globalization;
using Kybernet.Base;
using Kybernet.Store;
using Kybernet.Store.Embedded;

// Writes into the store of a directory until it is killed: <directory> <writers>.
// Prints "ready <milliseconds to open>", then "<writer> <n> <revision>" after each change that was answered.
// Writer w's change n sets w/<w>/one and w/<w>/two to n in one transaction.
var directory = args[0];
var writers = int.Parse(args[1], CultureInfo.InvariantCulture);
var start = TimeProvider.System.GetTimestamp();
await using var store = (await EmbeddedStore.OpenAsync(new() { Directory = directory }, TimeProvider.System, CancellationToken.None)).Value;
var output = Console.Out;
output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:f1}"));
await Task.WhenAll(Enumerable.Range(0, writers).Select(WriteAsync));

async Task WriteAsync(int writer)
{
    var one = Bytes.Of($"w/{writer:d3}/one");
    var two = Bytes.Of($"w/{writer:d3}/two");
    var found = (await store.RangeAsync(new(KeyRange.Single(one)), CancellationToken.None)).Value;
    var n = found.Items.IsEmpty ? 0 : long.Parse(found.Items[0].Value.Span[..19], CultureInfo.InvariantCulture);
    while (true)
    {
        n++;
        var text = string.Create(CultureInfo.InvariantCulture, $"{n:d19}");
        var txn = new TxnRequest(
            [],
            [new TxnOperation.Put(new(one, Bytes.Of(text + new string('x', 500)))), new TxnOperation.Put(new(two, Bytes.Of(text)))],
            []);
        var result = await store.TxnAsync(txn, CancellationToken.None);
        if (!result.IsOk) throw new InvalidOperationException(result.Error.Message);
        // Compaction and its deletions must survive being killed as well.
        if (result.Value.Revision.Value % 500 == 0) await store.CompactAsync(new(result.Value.Revision.Value - 100), CancellationToken.None);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer} {n} {result.Value.Revision}"));
    }
}
