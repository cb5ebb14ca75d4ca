using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>Takes for an object what no two objects may have, before it is written.</summary>
public interface IReservations
{
    /// <summary>The object with what it got, and the reservation to settle; an error when it cannot have it.</summary>
    /// <param name="value">The object to be written; null when it is deleted.</param>
    /// <param name="old">The object before; null when it is created.</param>
    /// <param name="isDryRun">Nothing will be written.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Outcome<Reserved>> ReserveAsync(IObject? value, IObject? old, bool isDryRun, CancellationToken cancel);
}

/// <summary>An object and what was reserved for it.</summary>
/// <param name="Value">The object with its addresses and ports set.</param>
/// <param name="Settle">Called once: true when the object is written, false when it is not.</param>
public sealed record Reserved(IObject? Value, Func<bool, ValueTask> Settle);
