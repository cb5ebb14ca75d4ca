using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>What kind of write admission is asked about.</summary>
public enum AdmissionOperation
{
    Create,
    Update,
    Delete,
    Connect,
}

/// <summary>What admission knows of a write, beside the object.</summary>
public sealed record AdmissionAttributes(ResourceInfo Resource, AdmissionOperation Operation, WriteRequest Request)
{
    private List<Func<bool, ValueTask>>? _settlements;
    private Reinvocation? _reinvocation;

    public required string Name { get; init; }

    /// <summary>Of a deletion.</summary>
    public DeleteOptions? DeleteOptions { get; init; }

    public string Namespace => Request.Namespace;

    public string Subresource => Request.Subresource;

    public UserInfo User => Request.User;

    /// <summary>What mutating webhooks and policies remember of the request.</summary>
    internal Reinvocation Reinvocation => _reinvocation ??= new();

    /// <summary>A webhook or a policy changed the object: the plugins are to look at it once more.</summary>
    internal bool IsReinvocationDue => _reinvocation is { IsWanted: true, IsUnderWay: false };

    /// <summary>403 about the object that is written.</summary>
    public ApiError Forbidden(string cause) => ApiError.Forbidden(Resource.GroupResource, Name, cause);

    /// <summary>Warns the client.</summary>
    public void Warn(string warning) => Request.Warnings.Add(warning);

    /// <summary>Notes something for the audit log; without one it is dropped.</summary>
    public void Annotate(string key, string value) => Request.Annotate?.Invoke(key, value);

    /// <summary>Calls back once it is known whether the object was stored: what a plugin took for it is kept or given back.</summary>
    internal void OnSettled(Func<bool, ValueTask> settlement) => (_settlements ??= []).Add(settlement);

    /// <summary>Tells the plugins whether the object was stored.</summary>
    internal ValueTask SettleAsync(bool isStored) => _settlements is null ? default : SettleAllAsync(_settlements, isStored);

    private static async ValueTask SettleAllAsync(List<Func<bool, ValueTask>> settlements, bool isStored)
    {
        foreach (var settlement in settlements) await settlement(isStored);
    }
}
