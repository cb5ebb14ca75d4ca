using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>A rule of the cluster about what may be written. Upstream: <c>admission.MutationInterface</c> and <c>ValidationInterface</c>.</summary>
public interface IAdmissionPlugin
{
    /// <summary>The plugin's name, as in <c>--disable-admission-plugins</c>.</summary>
    string Name { get; }

    /// <summary>Whether it has anything to say about a resource; asked once a resource, so that writes of others pay nothing.</summary>
    bool Handles(ResourceInfo resource) => true;

    /// <summary>The object, perhaps changed; an error refuses the write. The object is null for deletions.</summary>
    ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        new(Outcome<IObject?>.Ok(value));

    /// <summary>An error refuses the write.</summary>
    ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) => new((ApiError?)null);

    /// <summary>An error refuses a connection: an exec, a proxied request.</summary>
    ValueTask<ApiError?> ConnectAsync(AdmissionAttributes attributes, IKind options, CancellationToken cancel) => new((ApiError?)null);
}
