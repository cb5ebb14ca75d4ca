using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>etcd's Cluster service: one member, which nobody can add to, change or take away.</summary>
internal sealed class ClusterService(IStore store, ServedMember member) : Cluster.ClusterBase
{
    public override async Task<MemberListResponse> MemberList(MemberListRequest request, ServerCallContext context)
    {
        var answer = new MemberListResponse { Header = member.Header(await store.CurrentRevisionAsync(context.CancellationToken)) };
        answer.Members.Add(member.Describe());
        return answer;
    }

    public override Task<MemberAddResponse> MemberAdd(MemberAddRequest request, ServerCallContext context) => throw Fixed();

    public override Task<MemberRemoveResponse> MemberRemove(MemberRemoveRequest request, ServerCallContext context) => throw Fixed();

    public override Task<MemberUpdateResponse> MemberUpdate(MemberUpdateRequest request, ServerCallContext context) => throw Fixed();

    public override Task<MemberPromoteResponse> MemberPromote(MemberPromoteRequest request, ServerCallContext context) => throw Fixed();

    private static RpcException Fixed() => ServingErrors.Of(StatusCode.Unimplemented, "this store is always a cluster of one member");
}
