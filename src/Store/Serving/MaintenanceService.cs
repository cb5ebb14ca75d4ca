using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>etcd's Maintenance service.</summary>
internal sealed class MaintenanceService(IStore store, ServedMember member, SnapshotStream snapshots) : Maintenance.MaintenanceBase
{
    public override async Task<StatusResponse> Status(StatusRequest request, ServerCallContext context)
    {
        var status = await StatusAsync(context);
        var answer = new StatusResponse
        {
            Header = member.Header(status.Revision),
            Version = ServedMember.EtcdVersion,
            DbSize = status.SizeBytes,
            DbSizeInUse = status.SizeInUseBytes,
            Leader = member.MemberId,
            // Without a log of its own, the revision counts what was applied.
            RaftIndex = (ulong)status.Revision.Value,
            RaftAppliedIndex = (ulong)status.Revision.Value,
            RaftTerm = ServedMember.RaftTerm,
        };
        if (status.Fault is { } fault) answer.Errors.Add(fault.Detail);
        return answer;
    }

    /// <summary>The alarm is the store's own state: it can be asked for; it goes when its cause does, so disarming it only asks again.</summary>
    public override async Task<AlarmResponse> Alarm(AlarmRequest request, ServerCallContext context)
    {
        if (request.Action == AlarmRequest.Types.AlarmAction.Activate)
            throw ServingErrors.Of(StatusCode.Unimplemented, "this store raises its alarms itself");
        var status = await StatusAsync(context);
        var answer = new AlarmResponse { Header = member.Header(status.Revision) };
        var alarm = status.Fault?.Reason switch
        {
            null => AlarmType.None,
            UnavailableReason.DiskFull => AlarmType.Nospace,
            UnavailableReason.Damaged => AlarmType.Corrupt,
            _ => AlarmType.None,
        };
        if (alarm != AlarmType.None && (request.Alarm == AlarmType.None || request.Alarm == alarm))
            answer.Alarms.Add(new AlarmMember { MemberID = member.MemberId, Alarm = alarm });
        return answer;
    }

    public override async Task<DefragmentResponse> Defragment(DefragmentRequest request, ServerCallContext context)
    {
        var result = await store.DefragmentAsync(context.CancellationToken);
        if (!result.TryGet(out var status, out var error)) throw ServingErrors.ToRpc(error);
        return new() { Header = member.Header(status.Revision) };
    }

    public override async Task<HashResponse> Hash(HashRequest request, ServerCallContext context)
    {
        var hash = await StateHash.AtAsync(store, Revision.None, context.CancellationToken);
        return new() { Header = member.Header(hash.Revision), Hash = hash.Value };
    }

    public override async Task<HashKVResponse> HashKV(HashKVRequest request, ServerCallContext context)
    {
        var hash = await StateHash.AtAsync(store, new(Math.Max(request.Revision, 0)), context.CancellationToken);
        var status = await StatusAsync(context);
        return new()
        {
            Header = member.Header(status.Revision),
            Hash = hash.Value,
            HashRevision = hash.Revision.Value,
            // etcd says -1 before the first compaction.
            CompactRevision = status.CompactedRevision.IsNone ? -1 : status.CompactedRevision.Value,
        };
    }

    public override Task Snapshot(SnapshotRequest request, IServerStreamWriter<SnapshotResponse> responseStream, ServerCallContext context) =>
        snapshots.SendAsync(responseStream, context.CancellationToken);

    public override Task<MoveLeaderResponse> MoveLeader(MoveLeaderRequest request, ServerCallContext context) =>
        throw ServingErrors.Of(StatusCode.FailedPrecondition, EtcdMessages.BadLeaderTransferee);

    public override Task<DowngradeResponse> Downgrade(DowngradeRequest request, ServerCallContext context) =>
        throw ServingErrors.Of(StatusCode.Unimplemented, "this store has no older version to go back to");

    private async ValueTask<StoreStatus> StatusAsync(ServerCallContext context)
    {
        var result = await store.GetStatusAsync(context.CancellationToken);
        return result.TryGet(out var status, out var error) ? status : throw ServingErrors.ToRpc(error);
    }
}
