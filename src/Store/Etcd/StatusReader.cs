using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>How the cluster is, as far as one member tells.</summary>
internal sealed class StatusReader(EtcdCaller caller, RevisionReader revisions, EtcdStoreOptions options)
{
    public async ValueTask<CallOutcome<StoreStatus>> ReadAsync(CancellationToken cancel)
    {
        var outcome = await caller.ReadAsync(
            static (to, request, call) => to.Maintenance.StatusAsync(request, WithoutLeader(call)).ResponseAsync, new StatusRequest(), cancel);
        if (!outcome.TryGet(out var status, out var failure)) return new(failure, outcome.OutcomeUnknown);

        var revision = status.Header.Revision;
        StoreError.Unavailable? fault = null;
        var current = await revisions.CurrentAsync(cancel);
        if (current.TryGet(out var header, out failure)) revision = Math.Max(revision, header.Revision);
        else fault = EtcdErrors.Translate(failure, false, default, options.Limits) as StoreError.Unavailable;
        return new(new StoreStatus(
            "etcd",
            status.Version,
            new(revision),
            Revision.None,
            status.DbSize,
            status.DbSizeInUse,
            fault ?? await AlarmAsync(cancel)));
    }

    private async ValueTask<StoreError.Unavailable?> AlarmAsync(CancellationToken cancel)
    {
        var request = new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Get };
        var outcome = await caller.ReadAsync(static (to, request, call) => to.Maintenance.AlarmAsync(request, call).ResponseAsync, request, cancel);
        if (!outcome.TryGet(out var answer, out _)) return null;
        foreach (var alarm in answer.Alarms)
        {
            var detail = alarm.Alarm switch
            {
                AlarmType.Nospace => EtcdMessages.NoSpace,
                AlarmType.Corrupt => EtcdMessages.Corrupt,
                _ => null,
            };
            if (detail is null) continue;
            var failure = new RpcException(new Status(StatusCode.ResourceExhausted, detail));
            return EtcdErrors.Translate(failure, outcomeUnknown: false, default, options.Limits) as StoreError.Unavailable;
        }

        return null;
    }

    /// <summary>A member tells its status also while the cluster has no leader.</summary>
    private static CallOptions WithoutLeader(CallOptions call) => new(headers: null, call.Deadline, call.CancellationToken);
}
