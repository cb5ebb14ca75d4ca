using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Kybernet.Store.Protocol;
using Kybernet.Store.Snapshots.Bolt;

namespace Kybernet.Store.Serving;

/// <summary>Sends a snapshot: etcd's database file, then its SHA-256, by which etcdctl knows that it is whole.</summary>
internal sealed class SnapshotStream(IStore store, EtcdServerOptions options)
{
    private const int PieceBytes = 64 * 1024;

    public async Task SendAsync(IServerStreamWriter<SnapshotResponse> stream, CancellationToken cancel)
    {
        var path = Path.Combine(options.TemporaryDirectory, $"kyb-snapshot-{Path.GetRandomFileName()}");
        var create = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = PieceBytes,
        };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, create);
        if ((await EtcdSnapshotWriter.WriteAsync(store, file, cancel)).Error is { } error) throw ServingErrors.ToRpc(error);

        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var remaining = file.Length;
        file.Position = 0;
        while (remaining > 0)
        {
            var piece = new byte[Math.Min(PieceBytes, remaining)];
            await file.ReadExactlyAsync(piece, cancel);
            remaining -= piece.Length;
            sum.AppendData(piece);
            await stream.WriteAsync(new() { RemainingBytes = (ulong)remaining, Blob = UnsafeByteOperations.UnsafeWrap(piece) }, cancel);
        }

        await stream.WriteAsync(new() { Blob = UnsafeByteOperations.UnsafeWrap(sum.GetHashAndReset()) }, cancel);
    }
}
