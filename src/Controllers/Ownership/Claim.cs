using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Ownership;

/// <summary>What an object is to an owner that may control it.</summary>
public enum Claim
{
    /// <summary>Somebody else's, or none of its business.</summary>
    Ignored,

    /// <summary>Controlled and selected.</summary>
    Owned,

    /// <summary>An orphan it selects: to be adopted.</summary>
    Adopted,

    /// <summary>Controlled and no longer selected: to be released.</summary>
    Released,
}

/// <summary>Judges claims. Upstream: <c>ClaimObject</c> in <c>pkg/controller/controller_ref_manager.go</c>.</summary>
public static class Claims
{
    /// <param name="owner">Who may control it. One that is being deleted neither adopts nor releases.</param>
    /// <param name="value">The object.</param>
    /// <param name="isSelected">The owner's selector matches it.</param>
    public static Claim Of(ObjectMeta owner, ObjectMeta value, bool isSelected)
    {
        if (value.Controller is { } controller)
        {
            if (controller.Uid != owner.Uid) return Claim.Ignored;
            if (isSelected) return Claim.Owned;
            return owner.IsBeingDeleted ? Claim.Ignored : Claim.Released;
        }

        var isFree = !owner.IsBeingDeleted && !value.IsBeingDeleted && owner.Namespace == value.Namespace;
        return isFree && isSelected ? Claim.Adopted : Claim.Ignored;
    }
}
