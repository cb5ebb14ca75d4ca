using System.Security.Cryptography;
using Grpc.Core;
using Kybernet.Store.Etcd;
using Kybernet.Store.Snapshots.Bolt;

namespace Kybernet.Store.Snapshots;

/// <summary>Saves snapshots in etcd's own form, which <c>etcdctl snapshot restore</c> takes as well as this store does.</summary>
/// <remarks>A file appears whole or not at all, mode 0600, and replaces what was there.</remarks>
public static class EtcdSnapshots
{
    /// <summary>
    /// Saves what a running server holds, an etcd or a served store, through its Maintenance service. Errors: Unavailable when the
    /// server cannot be reached or breaks off, or the file cannot be written; Invalid when more than one endpoint is given, for
    /// members may stand at different revisions.
    /// </summary>
    public static async ValueTask<StoreResult<SnapshotInfo>> DownloadAsync(EtcdStoreOptions options, string path, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { } wrong) return new StoreError.Invalid(wrong);
        if (options.Endpoints.Length != 1) return new StoreError.Invalid("a snapshot is taken of one member: give one endpoint");
        using var endpoints = new EtcdEndpoints(options);
        return await WriteAsync(path, async file =>
        {
            try
            {
                using var call = endpoints.Current.Maintenance.Snapshot(new(), EtcdCaller.Streaming(cancel));
                await foreach (var piece in call.ResponseStream.ReadAllAsync(cancel)) await file.WriteAsync(piece.Blob.Memory, cancel);
                return null;
            }
            catch (RpcException failed)
            {
                cancel.ThrowIfCancellationRequested();
                return EtcdErrors.Translate(failed, outcomeUnknown: false, default, options.Limits);
            }
        }, cancel);
    }

    /// <summary>Saves what a store of this process holds. Errors: those of reading it; Unavailable when the file cannot be written.</summary>
    public static ValueTask<StoreResult<SnapshotInfo>> SaveAsync(IStore store, string path, CancellationToken cancel) =>
        WriteAsync(path, async file =>
        {
            if ((await EtcdSnapshotWriter.WriteAsync(store, file, cancel)).Error is { } error) return error;
            file.Position = 0;
            var sum = await SHA256.HashDataAsync(file, cancel);
            await file.WriteAsync(sum, cancel);
            return null;
        }, cancel);

    private static async ValueTask<StoreResult<SnapshotInfo>> WriteAsync(string path, Func<FileStream, Task<StoreError?>> write, CancellationToken cancel)
    {
        var partial = PrivateFile.PartialOf(path);
        try
        {
            StoreError? error;
            await using (var file = PrivateFile.Create(partial))
            {
                error = await write(file);
                await file.FlushAsync(cancel);
                file.Flush(flushToDisk: true);
            }

            // What was sent is checked before it takes its name: a stream that broke off is no snapshot.
            var info = error is null ? SnapshotFiles.Check(partial, cancel) : error;
            if (info.IsOk) File.Move(partial, path, overwrite: true);
            else File.Delete(partial);
            return info;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return PrivateFile.Unwritable(path, failed);
        }
    }
}
